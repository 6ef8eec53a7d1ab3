using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Storage.Tests;

/// <summary>What a store makes of the folder it finds.</summary>
public sealed class StoreOpeningTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Open_RolledBackDatabase_BeginsAnIncarnationAndKeepsWhatWaits()
    {
        var first = Fill(3);
        File.Copy(_fixture.Database, _fixture.Database + ".backup");
        using (var store = _fixture.Open()) store.Append(_fixture.NewEvent()).Sequence.ShouldBe(4);
        File.Move(_fixture.Database + ".backup", _fixture.Database, overwrite: true);

        using var restored = _fixture.Open();
        restored.Opening.Kind.ShouldBe(StoreOpeningKind.Restored);
        restored.Opening.Explanation!.ShouldContain("rolled back");
        restored.Incarnation.ShouldNotBe(first);
        restored.Append(_fixture.NewEvent()).Sequence.ShouldBe(1);
        restored.EarlierIncarnations.ShouldBe([first]);
        restored.ReadOutbox(first, 1, 10).Select(e => e.Sequence).ShouldBe([1, 2, 3]);
        restored.ReadOutbox(1, 10).Select(e => e.Sequence).ShouldBe([1]);
        restored.Outbox.Rows.ShouldBe(4);
        restored.Acknowledge(first, 3);
        restored.EarlierIncarnations.ShouldBeEmpty();
        restored.Outbox.Rows.ShouldBe(1);
    }

    [Fact]
    public void Open_WithoutItsMark_BeginsAnIncarnation()
    {
        var first = Fill(1);
        File.Delete(_fixture.Mark);
        using var copy = _fixture.Open();
        copy.Opening.Kind.ShouldBe(StoreOpeningKind.Restored);
        copy.Incarnation.ShouldNotBe(first);
    }

    [Fact]
    public void Open_GarbageMark_BeginsAnIncarnation()
    {
        var first = Fill(1);
        File.WriteAllBytes(_fixture.Mark, [0, 255, 13, 10, 7]);
        using var copy = _fixture.Open();
        copy.Incarnation.ShouldNotBe(first);
    }

    [Fact]
    public void Open_OnAnotherComputer_BeginsAnIncarnationOnce()
    {
        var first = Fill(1);
        Guid second;
        using (var moved = _fixture.Open(machine: "board-2"))
        {
            second = moved.Incarnation;
            second.ShouldNotBe(first);
            moved.Roster.ShouldNotBeNull("the roster moved with the card");
        }
        using var again = _fixture.Open(machine: "board-2");
        again.Incarnation.ShouldBe(second);
    }

    [Fact]
    public void Open_WholeFolderRestored_IsNoticedByAMarkElsewhere()
    {
        var mark = _fixture.Folder + ".mark";
        using (var store = _fixture.Open(markFile: mark)) store.Append(_fixture.NewEvent());
        var backup = _fixture.Folder + ".backup";
        Directory.CreateDirectory(backup);
        foreach (var file in Directory.GetFiles(_fixture.Folder)) File.Copy(file, Path.Combine(backup, Path.GetFileName(file)));
        using (var store = _fixture.Open(markFile: mark)) store.Append(_fixture.NewEvent());
        using var restored = _fixture.Open(folder: backup, markFile: mark);
        restored.Opening.Kind.ShouldBe(StoreOpeningKind.Restored);
    }

    [Fact]
    public void Acknowledge_BeyondTheLog_ProvesARollBackAndBeginsAnIncarnation()
    {
        using var store = _fixture.Open();
        var first = store.Incarnation;
        store.Append(_fixture.NewEvent());
        store.Acknowledge(17);
        store.Incarnation.ShouldNotBe(first);
        store.Append(_fixture.NewEvent()).Sequence.ShouldBe(1);
        store.ReadOutbox(first, 1, 10).Count.ShouldBe(1, "what the cloud may not have is still sent");
    }

    [Fact]
    public void Open_ManyRestores_KeepEveryIncarnationApart()
    {
        var incarnations = new HashSet<Guid>();
        for (var i = 0; i < 10; i++)
        {
            using var store = _fixture.Open(machine: $"board-{i}");
            incarnations.Add(store.Incarnation);
            store.Append(_fixture.NewEvent()).Sequence.ShouldBe(1);
        }
        using var last = _fixture.Open(machine: "board-9");
        incarnations.Count.ShouldBe(10);
        last.EarlierIncarnations.ShouldBe(incarnations.Where(id => id != last.Incarnation), ignoreOrder: true);
    }

    [Fact]
    public void Open_MarkWrittenLazily_LaggingMarkIsNoRestore()
    {
        var first = Fill(1);
        var lagging = File.ReadAllBytes(_fixture.Mark);
        using (var store = _fixture.Open()) store.Append(_fixture.NewEvent());
        File.WriteAllBytes(_fixture.Mark, lagging);
        using var again = _fixture.Open();
        again.Incarnation.ShouldBe(first);
        again.Append(_fixture.NewEvent()).Sequence.ShouldBe(3);
    }

    [Theory]
    [InlineData("empty")]
    [InlineData("text")]
    [InlineData("header")]
    [InlineData("tail")]
    public void Open_DamagedFile_IsSetAsideAndTheGateComesUp(string damage)
    {
        var first = Fill(20);
        switch (damage)
        {
            case "empty": File.WriteAllBytes(_fixture.Database, []); break;
            case "text": File.WriteAllText(_fixture.Database, "this is not a database but long enough to be looked at"); break;
            case "header": Overwrite(0, 100); break;
            case "tail": Overwrite(4096, (int)new FileInfo(_fixture.Database).Length - 4096); break;
        }
        using var store = _fixture.Open();
        store.Incarnation.ShouldNotBe(first);
        store.Append(_fixture.NewEvent()).Sequence.ShouldBe(1);
        store.Roster.ShouldBeNull();
        if (damage == "empty") return;
        store.Opening.Kind.ShouldBe(StoreOpeningKind.SetAside);
        Directory.GetFiles(_fixture.Folder, "gate-*.damaged.db").Length.ShouldBe(1);
    }

    [Fact]
    public void Open_DamagedRoster_SavesUnsentEvents()
    {
        var first = Fill(20, roster: 20_000);
        // Found while running, where the damaged page is touched first: a look-up.
        using var store = _fixture.Open();
        store.ReadOutbox(1, 1).Count.ShouldBe(1);
        Overwrite(400_000, 1_000_000);
        var failed = false;
        for (var n = 0; n < 20_000 && !failed; n += 37)
        {
            try
            {
                store.Find(new(StoreFixture.CredentialId(n)), new byte[6], _fixture.Now);
            }
            catch (StoreUnavailableException)
            {
                failed = true;
            }
        }
        failed.ShouldBeTrue("damage is noticed where it is met");
        store.Probe().ShouldBeTrue();
        store.Opening.Kind.ShouldBe(StoreOpeningKind.SetAside);
        store.Roster.ShouldBeNull();
        store.Append(_fixture.NewEvent()).Sequence.ShouldBe(1);
        store.EarlierIncarnations.ShouldBe([first]);
        store.ReadOutbox(first, 1, 100).Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, 20).Select(i => (long)i));
    }

    [Fact]
    public void Open_AnotherGatesDatabase_IsSetAsideAndNothingOfItIsSent()
    {
        Fill(5);
        using var store = _fixture.Open(gate: Guid.Parse("0192aaaa-0000-7000-8000-0000000000bb"));
        store.Opening.Kind.ShouldBe(StoreOpeningKind.SetAside);
        store.EarlierIncarnations.ShouldBeEmpty();
        store.Outbox.Rows.ShouldBe(0);
        Directory.GetFiles(_fixture.Folder, "gate-*.foreign.db").Length.ShouldBe(1);
    }

    [Theory]
    [InlineData("pragma user_version = 99")]
    [InlineData("create trigger t after insert on event begin delete from outbox; end")]
    [InlineData("alter table event add column extra")]
    [InlineData("drop table outbox")]
    [InlineData("pragma application_id = 7")]
    public void Open_TamperedSchema_IsSetAside(string sql)
    {
        Fill(2);
        Execute(sql);
        using var store = _fixture.Open();
        store.Opening.Kind.ShouldBe(StoreOpeningKind.SetAside);
        store.Append(_fixture.NewEvent());
        store.ReadOutbox(1, 10).Count.ShouldBe(1);
    }

    [Fact]
    public void Open_DamagedBody_StandsInForTheEventAndSendsTheRest()
    {
        Fill(3);
        Execute("update event set body = x'00ff' where position & 0xffff = 2");
        using var store = _fixture.Open();
        var events = store.ReadOutbox(1, 10);
        events.Select(e => e.Sequence).ShouldBe([1, 2, 3]);
        events.Select(e => e.Kind).ShouldBe([EventKinds.Decision, EventKinds.Fault, EventKinds.Decision]);
        events[1].Id.ShouldNotBe(Guid.Empty);
    }

    [Fact]
    public void Open_HostileBytesAnywhere_ComesUpAndWrites()
    {
        Fill(50, roster: 300);
        var good = File.ReadAllBytes(_fixture.Database);
        var mark = File.ReadAllBytes(_fixture.Mark);
        var random = new Random(20261123);
        for (var run = 0; run < 60; run++)
        {
            var bad = (byte[])good.Clone();
            var hits = 1 + random.Next(200);
            for (var i = 0; i < hits; i++) bad[run % 3 == 0 ? random.Next(4096) : random.Next(bad.Length)] = (byte)random.Next(256);
            if (run % 7 == 0) bad = bad[..random.Next(bad.Length)];
            foreach (var file in Directory.GetFiles(_fixture.Folder)) File.Delete(file);
            File.WriteAllBytes(_fixture.Database, bad);
            File.WriteAllBytes(_fixture.Mark, mark);
            using var store = _fixture.Open();
            for (var n = 0; n < 300; n += 11) Tolerate(() => store.Find(new(StoreFixture.CredentialId(n)), new byte[6], _fixture.Now));
            Tolerate(() => store.ReadOutbox(1, 100));
            Tolerate(() => store.ReadLog(1, 100, 100));
            if (!Tolerate(() => store.Append(_fixture.NewEvent())))
            {
                store.Probe().ShouldBeTrue($"run {run}: the store heals");
                store.Append(_fixture.NewEvent()).Sequence.ShouldBeGreaterThan(0);
            }
            store.Append(_fixture.NewEvent());
            _ = store.Outbox;
        }
    }

    [Fact]
    public void Open_FolderHeldByAnother_Throws()
    {
        using var store = _fixture.Open();
        Should.Throw<InvalidOperationException>(() => _fixture.Open()).Message.ShouldContain("another gate process");
    }

    private static bool Tolerate(Action work)
    {
        try
        {
            work();
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private Guid Fill(int events, int roster = 1)
    {
        using var store = _fixture.Open();
        store.ApplyRoster(_fixture.Manifest(1, roster), Enumerable.Range(0, roster).Select(_fixture.Entry)).ShouldBeTrue();
        store.ApplyPolicy(_fixture.Policy(1), [1]);
        for (var i = 0; i < events; i++) store.Append(_fixture.NewEvent());
        return store.Incarnation;
    }

    private void Overwrite(long from, int count)
    {
        var noise = new byte[count];
        new Random(7).NextBytes(noise);
        using var file = new FileStream(_fixture.Database, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
        file.Position = from;
        file.Write(noise);
    }

    private void Execute(string sql)
    {
        using var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={_fixture.Database};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
