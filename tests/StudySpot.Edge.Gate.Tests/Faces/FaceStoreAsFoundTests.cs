using Microsoft.Data.Sqlite;
using StudySpot.Access;
using StudySpot.Edge.Gate.Faces;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Storage;
using StudySpot.Testing;

namespace StudySpot.Edge.Gate.Tests.Faces;

/// <summary>The file of faces opened by people who look after a gate: it is taken as it is found.</summary>
public sealed class FaceStoreAsFoundTests : IDisposable
{
    private static readonly MemberId Asha = EnrollingGate.Member(1);
    private readonly EnrollingGate _gate = new(1);
    private readonly ScratchFolder _scratch = new();

    public FaceStoreAsFoundTests()
    {
        _gate.Enrol(Asha, EnrollingGate.View(1));
        _gate.Keeper.AddLearned(Asha, EnrollingGate.View(5)).ShouldBeTrue();
        // A copy that no gate has, beside the gate's own, which one has. Closing the file empties its WAL.
        _gate.Store.Dispose();
        foreach (var part in (string[])["faces.db", "faces.key"]) File.Copy(Path.Combine(_gate.Folder, part), _scratch.File(part));
        _gate.Open();
    }

    private byte[] Owner => _gate.Keys.Encryption.PublicKey;

    public void Dispose()
    {
        _gate.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public void OpenToLook_GateRuns_ReadsWhatItHas()
    {
        using var look = SqliteFaceStore.OpenToLook(_gate.Folder, Owner);

        look.Find(Asha)!.Key.ShouldBe(_gate.Store.Find(Asha)!.Key);
        Should.Throw<StoreUnavailableException>(look.Clear);
    }

    [Fact]
    public void OpenToChange_GateRuns_IsRefused() =>
        Should.Throw<InvalidOperationException>(() => SqliteFaceStore.OpenToChange(_gate.Folder, Owner));

    [Fact]
    public void OpenToChange_NoGateRuns_KeepsOneFromStartingUntilItEnds()
    {
        var options = new SqliteGateStoreOptions { Folder = _scratch.Path, GateId = _gate.Id, Machine = "board" };
        using (var change = SqliteFaceStore.OpenToChange(_scratch.Path, Owner))
        {
            Should.Throw<InvalidOperationException>(() => SqliteGateStore.Open(options, _gate.Time));
            change.RemoveView(Asha, EnrollingGate.View(5).Id).ShouldBeTrue();
        }

        SqliteGateStore.Open(options, _gate.Time).Dispose();
    }

    [Fact]
    public void RemoveView_AfterTheEnd_StandsNowhereInTheFile()
    {
        byte[] sealedView;
        using (var change = SqliteFaceStore.OpenToChange(_scratch.Path, Owner))
        {
            sealedView = change.ReadViews(change.Find(Asha)!.Key).ShouldHaveSingleItem().Ciphertext;
            Holds(sealedView).ShouldBeTrue();
            change.RemoveView(Asha, EnrollingGate.View(5).Id).ShouldBeTrue();
        }

        Holds(sealedView).ShouldBeFalse();
    }

    [Fact]
    public void Open_AnotherKey_LeavesTheFileAsItIs()
    {
        using var other = new EnrollingGate(2);
        var before = File.ReadAllBytes(_scratch.File("faces.db"));

        Should.Throw<StoreUnavailableException>(() => SqliteFaceStore.OpenToLook(_scratch.Path, other.Keys.Encryption.PublicKey)).Message.ShouldContain("another key");
        Should.Throw<StoreUnavailableException>(() => SqliteFaceStore.OpenToChange(_scratch.Path, other.Keys.Encryption.PublicKey));

        File.ReadAllBytes(_scratch.File("faces.db")).ShouldBe(before);
    }

    [Fact]
    public void Open_FileDamaged_LeavesTheFileAsItIs()
    {
        File.WriteAllText(_scratch.File("faces.db"), "this is no database");

        Should.Throw<StoreUnavailableException>(() => SqliteFaceStore.OpenToLook(_scratch.Path, Owner));
        Should.Throw<StoreUnavailableException>(() => SqliteFaceStore.OpenToChange(_scratch.Path, Owner));

        File.ReadAllText(_scratch.File("faces.db")).ShouldBe("this is no database");
    }

    [Fact]
    public void Find_NoKeys_MakesNone()
    {
        using var empty = new ScratchFolder();

        GateFaceKeys.Find(empty.Path).ShouldBeNull();
        Should.Throw<StoreUnavailableException>(() => SqliteFaceStore.OpenToLook(empty.Path, Owner));

        Directory.GetFileSystemEntries(empty.Path).ShouldBeEmpty();
    }

    [Fact]
    public async Task Write_KeyDestroyedWhileSomebodyLooks_IsOverwrittenOnceTheyLookedAway()
    {
        var face = _gate.Store.Find(Asha)!;
        Task writing;
        using (var looking = new SqliteConnection($"Data Source={Path.Combine(_gate.Folder, "faces.db")};Mode=ReadOnly;Pooling=False"))
        {
            looking.Open();
            Run(looking, "begin").ShouldBe(0);
            Run(looking, "select count(*) from face").ShouldBe(1);
            writing = Task.Run(() => _gate.Store.Write(new FaceChange(null, [], [face.Key], [])));
            await Eventually.TrueAsync(() =>
            {
                using var after = SqliteFaceStore.OpenToLook(_gate.Folder, Owner);
                return Task.FromResult(after.Count == 0);
            }, "the key is destroyed", TimeSpan.FromSeconds(30));
        }

        await writing.WaitAsync(TimeSpan.FromSeconds(30));
        new FileInfo(Path.Combine(_gate.Folder, "faces.db-wal")).Length.ShouldBe(0);
    }

    private static long Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as long? ?? 0;
    }

    private bool Holds(byte[] bytes) =>
        Directory.GetFiles(_scratch.Path, "faces.db*").Any(file =>
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var content = new byte[stream.Length];
            stream.ReadExactly(content);
            // Part of it: a row may lie on two pages.
            return content.AsSpan().IndexOf(bytes.AsSpan(0, 64)) >= 0;
        });
}
