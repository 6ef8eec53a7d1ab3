using StudySpot.Edge.Gate.Ports;
using StudySpot.Testing;

namespace StudySpot.Edge.Storage.Tests;

/// <summary>Full disks, killed processes, many threads.</summary>
public sealed class StoreFailureTests : IDisposable
{
    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public async Task Append_DiskFull_ThrowsWritesNothingAndRecoversByItself()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 2);
        var folder = Path.Combine(disk.Path, "gate");
        var stored = new List<Guid>();
        using (var store = _fixture.Open(folder: folder))
        {
            stored.Add(store.Append(_fixture.NewEvent()).Id);
            for (var round = 0; round < 3; round++)
            {
                disk.Fill();
                AppendUntilRefused(store, stored);
                store.Probe().ShouldBeFalse();
                store.ReadLog(1, 100_000, 100_000).Select(e => e.Id).ShouldBe(stored, "reading still works");
                store.Outbox.Rows.ShouldBe(stored.Count);
                disk.Free();
                store.Probe().ShouldBeTrue();
                stored.Add(store.Append(_fixture.NewEvent()).Id);
            }
        }
        using var again = _fixture.Open(folder: folder);
        var log = again.ReadLog(1, 100_000, 100_000);
        log.Select(e => e.Id).ShouldBe(stored);
        log.Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, stored.Count).Select(i => (long)i));
    }

    [Fact]
    public async Task Open_DiskFull_ComesUpRefusingAndRecoversByItself()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 2);
        var folder = Path.Combine(disk.Path, "gate");
        Guid incarnation;
        using (var store = _fixture.Open(folder: folder))
        {
            store.ApplyPolicy(_fixture.Policy(1), [1]);
            incarnation = store.Incarnation;
        }
        disk.Fill();
        using var full = _fixture.Open(folder: folder);
        Should.Throw<StoreUnavailableException>(() => AppendUntilRefusedOrThrow(full));
        full.Probe().ShouldBeFalse();
        disk.Free();
        full.Probe().ShouldBeTrue();
        full.Incarnation.ShouldBe(incarnation);
        full.Policy.ShouldNotBeNull();
        full.Append(_fixture.NewEvent()).Sequence.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task ApplyRoster_NoRoomForIt_KeepsTheOldOneAndRoomForEvents()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 24);
        using var store = _fixture.Open(folder: Path.Combine(disk.Path, "gate"));
        store.ApplyRoster(_fixture.Manifest(1, 100), Enumerable.Range(0, 100).Select(_fixture.Entry)).ShouldBeTrue();
        Should.Throw<StoreUnavailableException>(() => store.ApplyRoster(_fixture.Manifest(2, 50_000), Enumerable.Range(0, 50_000).Select(_fixture.Entry)));
        store.Roster!.Value.Version.ShouldBe(1);
        store.Find(new(StoreFixture.CredentialId(99)), new byte[6], _fixture.Now).Member.ShouldNotBeNull();
        // More than it says, so that only looking between slices stops it.
        Should.Throw<StoreUnavailableException>(() => store.ApplyRoster(_fixture.Manifest(2, 19_000), Enumerable.Range(0, 19_000).Select(n => _fixture.Entry(n) with
        {
            Halls = [.. Enumerable.Range(0, 60).Select(StoreFixture.CredentialId)],
        })));
        store.Append(_fixture.NewEvent()).Sequence.ShouldBe(1);
        store.ApplyRoster(_fixture.Manifest(3, 10, baseVersion: 1), Enumerable.Range(0, 10).Select(_fixture.Entry)).ShouldBeTrue();
        store.Append(_fixture.NewEvent()).Sequence.ShouldBe(2);
    }

    [Fact]
    public async Task Append_ProcessKilled_LosesNothingItSaidAndLeavesNoGap()
    {
        var random = new Random();
        var said = new List<(long Sequence, Guid Id)>();
        for (var round = 0; round < 4; round++)
        {
            await using var child = RunningProcess.Start("dotnet", [typeof(AppendingChild).Assembly.Location],
                new Dictionary<string, string?> { [AppendingChild.FolderVariable] = _fixture.Folder });
            var wanted = 20 + random.Next(200);
            await Eventually.TrueAsync(() => child.Process.HasExited || Said(child).Count >= wanted, $"{wanted} events; the child said: {child.Output}", TimeSpan.FromSeconds(60));
            child.Process.HasExited.ShouldBeFalse(child.Output);
            await child.KillAsync();
            said.AddRange(Said(child));
        }
        using var store = _fixture.Open(machine: AppendingChild.Machine);
        store.Opening.Kind.ShouldBe(StoreOpeningKind.Continued);
        var log = store.ReadLog(1, 1_000_000, 1_000_000);
        log.Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, log.Count).Select(i => (long)i));
        log.ShouldAllBe(e => e.Kind == "decision", "no torn row");
        var held = log.ToDictionary(e => e.Sequence, e => e.Id);
        foreach (var (sequence, id) in said) held[sequence].ShouldBe(id);
        store.ReadOutbox(1, 1_000_000).Select(e => e.Id).ShouldBe(log.Select(e => e.Id));
        var credential = new Access.CredentialId(StoreFixture.CredentialId(1));
        foreach (var e in log) store.Find(credential, AppendingChild.NonceOf(e.Id), _fixture.Now).Memory.NonceSeen.ShouldBeTrue("event and used code are one");
    }

    [Fact]
    public async Task Append_ManyThreadsWithReaders_StaysGapless()
    {
        using var store = _fixture.Open();
        using var done = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
        {
            while (!done.IsCancellationRequested)
            {
                var seen = store.ReadOutbox(1, 1000);
                seen.Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, seen.Count).Select(i => (long)i));
                store.Find(new(StoreFixture.CredentialId(1)), new byte[6], _fixture.Now);
                store.Outbox.Rows.ShouldBeInRange(0, 200);
            }
        })).ToArray();
        var writers = Enumerable.Range(0, 4).Select(_ => Task.Run(() => Enumerable.Range(0, 50).Select(_ => store.Append(_fixture.NewEvent()).Sequence).ToArray())).ToArray();
        var sequences = (await Task.WhenAll(writers)).SelectMany(s => s).Order().ToArray();
        await done.CancelAsync();
        await Task.WhenAll(readers);
        sequences.ShouldBe(Enumerable.Range(1, 200).Select(i => (long)i));
    }

    private void AppendUntilRefused(SqliteGateStore store, List<Guid> stored)
    {
        for (var i = 0; i < 500; i++)
        {
            try
            {
                stored.Add(store.Append(_fixture.NewEvent()).Id);
            }
            catch (StoreUnavailableException e)
            {
                e.Message.ShouldContain("gate.db");
                return;
            }
        }
        throw new InvalidOperationException("The disk was full and 500 events were written.");
    }

    private void AppendUntilRefusedOrThrow(SqliteGateStore store)
    {
        for (var i = 0; i < 500; i++) store.Append(_fixture.NewEvent());
    }

    private static List<(long Sequence, Guid Id)> Said(RunningProcess child)
    {
        var said = new List<(long, Guid)>();
        foreach (var line in child.Output.Split('\n'))
        {
            if (line.Split(' ') is ["stored", var sequence, var id]) said.Add((long.Parse(sequence, System.Globalization.CultureInfo.InvariantCulture), Guid.Parse(id)));
        }
        return said;
    }
}
