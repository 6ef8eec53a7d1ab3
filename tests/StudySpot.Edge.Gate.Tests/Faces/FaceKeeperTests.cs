using System.Text;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Crypto;
using StudySpot.Edge.Gate.Faces;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Tests.Faces;

public sealed class FaceKeeperTests : IDisposable
{
    private static readonly MemberId Asha = EnrollingGate.Member(1);
    private static readonly MemberId Bina = EnrollingGate.Member(2);
    private readonly EnrollingGate _gate = new(1);
    private readonly EnrollingGate _other = new(2);

    public void Dispose()
    {
        _gate.Dispose();
        _other.Dispose();
    }

    [Fact]
    public void Enrol_SeveralViews_ComeBackAfterARestartAsTheyWere()
    {
        var views = new[] { EnrollingGate.View(1), EnrollingGate.View(2), EnrollingGate.View(3) };

        _gate.Enrol(Asha, views);
        _gate.Open();

        var found = _gate.Keeper.Find(Asha, EnrollingGate.ModelSet).ShouldNotBeNull();
        found.Views.Select(view => view.Id).ShouldBe(views.Select(view => view.Id));
        for (var i = 0; i < views.Length; i++) Similarity(found.Views[i], views[i]).ShouldBeGreaterThan(0.9999);
        _gate.Keeper.Read(EnrollingGate.ModelSet).Select(one => one.Member).ShouldBe([Asha]);
        _gate.Events.Single(e => e.Kind == EventKinds.FaceEnrolled).MemberId.ShouldBe(Asha.Value);
    }

    [Fact]
    public void Enrol_Files_HoldNeitherTemplateNorKeyInTheClear()
    {
        var view = EnrollingGate.View(1);
        _gate.Enrol(Asha, view);
        var box = _gate.Store.Find(Asha)!.Box;
        SealedBox.TryOpen(_gate.Keys.Encryption, box, out var key).ShouldBeTrue();
        var half = new byte[32];
        for (var i = 0; i < 16; i++) BitConverter.TryWriteBytes(half.AsSpan(i * 2), (Half)view.Vector.Span[i]);

        foreach (var file in Directory.GetFiles(_gate.Folder, "*.db*"))
        {
            var bytes = ReadShared(file);
            bytes.AsSpan().IndexOf(key!).ShouldBe(-1, file);
            bytes.AsSpan().IndexOf(half).ShouldBe(-1, file);
        }
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Path.Combine(_gate.Folder, "faces.key")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public void Apply_AnotherGatesEnrolment_IsOpenedOnlyByTheGateItIsSealedTo()
    {
        Introduce(_gate, _other);
        _gate.Enrol(Asha, EnrollingGate.View(1));
        var envelope = _gate.Envelope;

        _other.Keeper.Apply(_other.Batch(new FaceEntry(Asha.Value, envelope.KeyId, Only(envelope, _other.Id)))).ShouldBeTrue();

        Similarity(_other.Keeper.Find(Asha, EnrollingGate.ModelSet)!.Views[0], EnrollingGate.View(1)).ShouldBeGreaterThan(0.9999);
        _other.Changed.ShouldContain(Asha);
        _other.Keeper.State.Enrolled.ShouldBe(1);
        using var third = new EnrollingGate(3);
        var mine = envelope.Keys.Single(key => key.GateId == _gate.Id) with { GateId = third.Id };
        third.Keeper.Apply(third.Batch(new FaceEntry(Asha.Value, envelope.KeyId, envelope with { Keys = [mine] }))).ShouldBeTrue();
        third.Keeper.Find(Asha, EnrollingGate.ModelSet).ShouldBeNull();
        third.Keeper.State.Enrolled.ShouldBe(0);
    }

    [Fact]
    public void Apply_EnvelopePassedOffAsAnothers_IsNotTaken()
    {
        Introduce(_gate, _other);
        _gate.Enrol(Asha, EnrollingGate.View(1));
        var envelope = Only(_gate.Envelope, _other.Id);
        FaceEnvelope[] forged =
        [
            envelope with { MemberId = Bina.Value }, envelope with { ConsentId = EnrollingGate.Staff }, envelope with { ModelSet = "set-2" },
            envelope with { Ciphertext = [.. envelope.Ciphertext.Reverse()] }, envelope with { Ciphertext = [] }, envelope with { Keys = [] },
        ];

        foreach (var one in forged) _other.Keeper.Apply(_other.Batch(new FaceEntry(one.MemberId, one.KeyId, one))).ShouldBeTrue();

        _other.Keeper.State.Enrolled.ShouldBe(0);
        _other.Keeper.Read(EnrollingGate.ModelSet).ShouldBeEmpty();
    }

    [Fact]
    public void Apply_Destroy_RemovesKeyTemplatesAndLearnedViewsFromTheFileAndProvesIt()
    {
        _gate.Enrol(Asha, EnrollingGate.View(1));
        _gate.Keeper.AddLearned(Asha, EnrollingGate.View(9) with { LearnedFrom = EnrollingGate.Staff }).ShouldBeTrue();
        var stored = _gate.Store.Find(Asha)!;
        foreach (var report in _gate.Keeper.ReadReports(10)) _gate.Keeper.Acknowledge(report.Id);

        _gate.Keeper.Apply(_gate.Batch(new FaceEntry(Asha.Value, stored.Key))).ShouldBeTrue();

        _gate.Keeper.Find(Asha, EnrollingGate.ModelSet).ShouldBeNull();
        _gate.Store.ReadViews(stored.Key).ShouldBeEmpty();
        foreach (var file in Directory.GetFiles(_gate.Folder, "faces.db*"))
        {
            ReadShared(file).AsSpan().IndexOf(stored.Box).ShouldBe(-1, file);
            ReadShared(file).AsSpan().IndexOf(stored.Ciphertext.AsSpan(0, 64)).ShouldBe(-1, file);
        }
        var proof = _gate.Keeper.ReadReports(10).Single().Destroyed.ShouldNotBeNull();
        var said = FaceKeyProof.SignedBytes(EnrollingGate.Tenant, _gate.Id, Asha.Value, stored.Key, proof.At);
        Ed25519.Verify(_gate.Keeper.State.SigningKey, said, proof.Signature).ShouldBeTrue();
        Ed25519.Verify(_gate.Keeper.State.SigningKey, FaceKeyProof.SignedBytes(EnrollingGate.Tenant, _other.Id, Asha.Value, stored.Key, proof.At), proof.Signature).ShouldBeFalse();
        _gate.Events.Count(e => e.Kind == EventKinds.FaceKeyDestroyed && e.MemberId == Asha.Value).ShouldBe(1);
        _gate.Changed.Last().ShouldBe(Asha);
    }

    [Fact]
    public void Apply_ResealForANewGate_LetsItOpenWhatTheCloudCannot()
    {
        _gate.Enrol(Asha, EnrollingGate.View(1));
        var envelope = _gate.Envelope;

        _gate.Keeper.Apply(_gate.Batch() with
        {
            Reseal = [new FaceReseal(envelope.KeyId, _other.Id), new FaceReseal(EnrollingGate.Staff, _other.Id)],
            Entries = [new FaceEntry(Asha.Value, envelope.KeyId, Only(envelope, _gate.Id))], Gates = [new FaceGate(_other.Id, _other.Keeper.State.EncryptionKey)],
        }).ShouldBeTrue();
        // The first batch replaces: what is put by it can be sealed with the next.
        _gate.Keeper.Apply(_gate.Batch() with
        {
            Reseal = [new FaceReseal(envelope.KeyId, _other.Id)], Gates = [new FaceGate(_other.Id, _other.Keeper.State.EncryptionKey)],
        }).ShouldBeTrue();

        var box = _gate.Keeper.ReadReports(10).Select(report => report.Resealed).OfType<SealedFaceKey>().Last();
        box.GateId.ShouldBe(_other.Id);
        _other.Keeper.Apply(_other.Batch(new FaceEntry(Asha.Value, envelope.KeyId, envelope with { Keys = [box] })));
        _other.Keeper.Find(Asha, EnrollingGate.ModelSet).ShouldNotBeNull();
    }

    [Fact]
    public void Apply_BatchesThatDoNotFollow_AreRefused()
    {
        _gate.Keeper.Apply(_gate.Batch() with { Version = 5 }).ShouldBeTrue();

        _gate.Keeper.Apply(_gate.Batch() with { BaseVersion = 4, Version = 6 }).ShouldBeFalse();
        _gate.Keeper.Apply(_gate.Batch() with { GateId = _other.Id }).ShouldBeFalse();
        _gate.Keeper.Apply(_gate.Batch() with { TenantId = _other.Id }).ShouldBeFalse();

        _gate.Store.Version.ShouldBe(5);
    }

    [Fact]
    public void Apply_TheFirstBatch_ReplacesEverything()
    {
        _gate.Enrol(Asha, EnrollingGate.View(1));

        _gate.Keeper.Apply(_gate.Batch() with { BaseVersion = 0, Version = 3 }).ShouldBeTrue();

        _gate.Keeper.Find(Asha, EnrollingGate.ModelSet).ShouldBeNull();
        _gate.Changed.Last().ShouldBe(Asha);
        _gate.Envelope.MemberId.ShouldBe(Asha.Value);
    }

    [Fact]
    public void Open_ModelSetChanged_IgnoresAndCountsTheOldTemplates()
    {
        _gate.Enrol(Asha, EnrollingGate.View(1));

        _gate.Open("set-2");

        _gate.Keeper.Read("set-2").ShouldBeEmpty();
        _gate.Keeper.CountOfOtherSets("set-2").ShouldBe(1);
        _gate.Keeper.AddLearned(Asha, EnrollingGate.View(4)).ShouldBeFalse();
    }

    [Fact]
    public void Open_GateKeyLost_ForgetsWhatNobodyCanOpen()
    {
        _gate.Enrol(Asha, EnrollingGate.View(1));
        var before = _gate.Keeper.State.EncryptionKey;
        File.Delete(Path.Combine(_gate.Folder, "faces.key"));

        _gate.Open();

        _gate.Keeper.State.EncryptionKey.ShouldNotBe(before);
        _gate.Keeper.State.Enrolled.ShouldBe(0);
        _gate.Keeper.State.Version.ShouldBe(0);
        _gate.Keeper.ReadReports(10).ShouldBeEmpty();
    }

    [Fact]
    public void Open_FileDamaged_BeginsAnewAndKeepsNoCopy()
    {
        _gate.Enrol(Asha, EnrollingGate.View(1));
        _gate.Store.Dispose();
        foreach (var part in Directory.GetFiles(_gate.Folder, "faces.db-*")) File.Delete(part);
        File.WriteAllText(Path.Combine(_gate.Folder, "faces.db"), "this is no database");

        _gate.Open();

        _gate.Keeper.State.Version.ShouldBe(0);
        Directory.GetFiles(_gate.Folder, "faces*").Select(Path.GetFileName).ShouldBeSubsetOf(["faces.db", "faces.db-wal", "faces.db-shm", "faces.key"]);
        _gate.Enrol(Bina, EnrollingGate.View(2));
        _gate.Keeper.Find(Bina, EnrollingGate.ModelSet).ShouldNotBeNull();
    }

    [Fact]
    public void Learned_Views_AreReadWithTheEnrolledOnesAndCanBeTakenOutAgain()
    {
        _gate.Enrol(Asha, EnrollingGate.View(1));
        var learned = EnrollingGate.View(5) with { LearnedFrom = EnrollingGate.Staff };

        _gate.Keeper.AddLearned(Asha, learned).ShouldBeTrue();
        _gate.Keeper.Find(Asha, EnrollingGate.ModelSet)!.Views.Select(view => view.LearnedFrom).ShouldBe([null, EnrollingGate.Staff]);
        _gate.Keeper.RemoveLearned(Asha, learned.Id).ShouldBeTrue();

        _gate.Keeper.Find(Asha, EnrollingGate.ModelSet)!.Views.ShouldHaveSingleItem();
        _gate.Keeper.RemoveLearned(Asha, EnrollingGate.View(1).Id).ShouldBeFalse();
        _gate.Keeper.AddLearned(Bina, learned).ShouldBeFalse();
    }

    [Fact]
    public void Enrol_Again_ReplacesTheKey()
    {
        _gate.Enrol(Asha, EnrollingGate.View(1));
        var first = _gate.Store.Find(Asha)!;

        _gate.Enrol(Asha, EnrollingGate.View(2));

        _gate.Store.FindKey(first.Key).ShouldBeNull();
        Similarity(_gate.Keeper.Find(Asha, EnrollingGate.ModelSet)!.Views.ShouldHaveSingleItem(), EnrollingGate.View(2)).ShouldBeGreaterThan(0.9999);
    }

    [Fact]
    public void SignedBytes_OfAProof_AreFixed() =>
        Encoding.ASCII.GetString(FaceKeyProof.SignedBytes(EnrollingGate.Tenant, EnrollingGate.Tenant, Asha.Value, Bina.Value, DateTimeOffset.UnixEpoch.AddMilliseconds(1234.9)))
            .ShouldBe("studyspot/face-destroyed/1\0" + $"{EnrollingGate.Tenant} {EnrollingGate.Tenant} {Asha} {Bina} 1234");

    private static void Introduce(EnrollingGate gate, EnrollingGate other) => gate.Keeper.Apply(gate.Batch() with
    {
        Gates = [new FaceGate(gate.Id, gate.Keeper.State.EncryptionKey), new FaceGate(other.Id, other.Keeper.State.EncryptionKey)],
    }).ShouldBeTrue();

    private static FaceEnvelope Only(FaceEnvelope envelope, Guid gate) => envelope with { Keys = [.. envelope.Keys.Where(key => key.GateId == gate)] };

    private static double Similarity(FaceTemplate one, FaceTemplate other)
    {
        var sum = 0.0;
        for (var i = 0; i < one.Vector.Length; i++) sum += one.Vector.Span[i] * other.Vector.Span[i];
        return sum;
    }

    private static byte[] ReadShared(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
