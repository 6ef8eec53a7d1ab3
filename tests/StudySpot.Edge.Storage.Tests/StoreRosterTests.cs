using System.Diagnostics;
using NodaTime;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Testing;

namespace StudySpot.Edge.Storage.Tests;

/// <summary>Rosters: whole, changed, wrong, large, and while people walk in.</summary>
public sealed class StoreRosterTests : IDisposable
{
    private static readonly byte[] Nonce = [1, 2, 3, 4, 5, 6];
    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Find_EntryWithEverything_ReadsBackEqual()
    {
        using var store = _fixture.Open();
        var entry = _fixture.Entry(1) with
        {
            Revoked = true, ValidThrough = "2027-02-28", Halls = [StoreFixture.Gate, StoreFixture.CredentialId(9)],
            Hours = [new(31, "06:00", "12:30"), new(96, "22:00", "24:00")],
        };
        store.ApplyRoster(_fixture.Manifest(1, 1), [entry]).ShouldBeTrue();
        var (credential, member) = (Known(store, 1).Credential!, Known(store, 1).Member!);
        var (wantedCredential, wantedMember) = Gate.Mapping.RosterMapping.ToKnown(entry);
        (credential with { PublicKey = default }).ShouldBe(wantedCredential with { PublicKey = default });
        credential.PublicKey.ToArray().ShouldBe(entry.PublicKey);
        (member with { Halls = [], Hours = [] }).ShouldBe(wantedMember with { Halls = [], Hours = [] });
        member.Halls.ShouldBe(wantedMember.Halls);
        member.Hours.ShouldBe(wantedMember.Hours);
    }

    [Fact]
    public void ApplyRoster_Whole_ReplacesAndSurvivesRestart()
    {
        using (var store = _fixture.Open())
        {
            store.Roster.ShouldBeNull();
            Apply(store, 1, 0, 1, 2, 3).ShouldBeTrue();
            Apply(store, 2, 0, 3, 4).ShouldBeTrue();
        }
        using var again = _fixture.Open();
        again.Roster.ShouldBe(new RosterState(2, _fixture.Now));
        Present(again).ShouldBe([3, 4]);
    }

    [Fact]
    public void ApplyRoster_Delta_ChangesAndAdds()
    {
        using var store = _fixture.Open();
        Apply(store, 1, 0, 1, 2);
        store.ApplyRoster(_fixture.Manifest(3, 2, baseVersion: 1), [_fixture.Entry(2) with { Status = "suspended" }, _fixture.Entry(3)]).ShouldBeTrue();
        Present(store).ShouldBe([1, 2, 3]);
        Known(store, 2).Member!.Status.ShouldBe(MemberStatus.Suspended);
        store.Roster!.Value.Version.ShouldBe(3);
    }

    [Fact]
    public void ApplyRoster_LargeDelta_KeepsWhatItDoesNotName()
    {
        using var store = _fixture.Open();
        store.ApplyRoster(_fixture.Manifest(1, 5_000), Enumerable.Range(0, 5_000).Select(_fixture.Entry)).ShouldBeTrue();
        store.ApplyRoster(_fixture.Manifest(2, 3_000, baseVersion: 1), Enumerable.Range(4_000, 3_000).Select(n => _fixture.Entry(n) with { Revoked = true })).ShouldBeTrue();
        Known(store, 0).Credential!.Revoked.ShouldBeFalse();
        Known(store, 3_999).Credential!.Revoked.ShouldBeFalse();
        Known(store, 4_000).Credential!.Revoked.ShouldBeTrue();
        Known(store, 6_999).Credential!.Revoked.ShouldBeTrue();
        Known(store, 7_000).Credential.ShouldBeNull();
    }

    [Fact]
    public void ApplyRoster_WrongBaseOldVersionOrWrongCount_IsRefusedAndChangesNothing()
    {
        using var store = _fixture.Open();
        store.ApplyRoster(_fixture.Manifest(2, 1, baseVersion: 1), [_fixture.Entry(1)]).ShouldBeFalse("there is nothing to change");
        Apply(store, 5, 0, 1, 2).ShouldBeTrue();
        var before = store.Roster;
        _fixture.Time.Advance(TimeSpan.FromSeconds(1));
        Apply(store, 4, 0, 9).ShouldBeFalse("older");
        Apply(store, 6, 4, 9).ShouldBeFalse("other base");
        store.ApplyRoster(_fixture.Manifest(6, 2, baseVersion: 5), [_fixture.Entry(9)]).ShouldBeFalse("too few");
        store.ApplyRoster(_fixture.Manifest(6, 1, baseVersion: 5), [_fixture.Entry(8), _fixture.Entry(9)]).ShouldBeFalse("too many");
        store.ApplyRoster(_fixture.Manifest(6, 2), [_fixture.Entry(9)]).ShouldBeFalse("too few, whole");
        store.ApplyRoster(_fixture.Manifest(6, 1), [_fixture.Entry(8), _fixture.Entry(9)]).ShouldBeFalse("too many, whole");
        store.ApplyRoster(_fixture.Manifest(0, 0), []).ShouldBeFalse("no version");
        store.Roster.ShouldBe(before);
        Present(store).ShouldBe([1, 2]);
    }

    [Fact]
    public void ApplyRoster_SourceBreaksOff_ChangesNothing()
    {
        using var store = _fixture.Open();
        Apply(store, 1, 0, 1);
        IEnumerable<RosterEntry> Broken()
        {
            yield return _fixture.Entry(7);
            throw new InvalidDataException("chunk 2 does not match its hash");
        }
        Should.Throw<InvalidDataException>(() => store.ApplyRoster(_fixture.Manifest(2, 2), Broken()));
        Should.Throw<InvalidDataException>(() => store.ApplyRoster(_fixture.Manifest(2, 2, baseVersion: 1), Broken()));
        Present(store).ShouldBe([1]);
        Apply(store, 2, 0, 2).ShouldBeTrue();
        Present(store).ShouldBe([2]);
    }

    [Fact]
    public void ApplyRoster_Confirmation_MakesItYoungerNeverOlder()
    {
        using var store = _fixture.Open();
        Apply(store, 3, 0, 1);
        var stale = _fixture.Manifest(3, 0, baseVersion: 3);
        _fixture.Time.Advance(TimeSpan.FromHours(1));
        store.ApplyRoster(_fixture.Manifest(3, 0, baseVersion: 3), []).ShouldBeTrue();
        store.ApplyRoster(stale, []).ShouldBeTrue();
        store.Roster.ShouldBe(new RosterState(3, _fixture.Now));
        Present(store).ShouldBe([1]);
    }

    [Fact]
    public void ApplyRoster_SameCredentialTwice_LastWins()
    {
        using var store = _fixture.Open();
        store.ApplyRoster(_fixture.Manifest(1, 2), [_fixture.Entry(1), _fixture.Entry(1) with { Revoked = true }]).ShouldBeTrue();
        Known(store, 1).Credential!.Revoked.ShouldBeTrue();
    }

    [Fact]
    public async Task ApplyRoster_HundredThousandWhilePeopleWalkIn_NeitherWaitsForTheOther()
    {
        const int size = 100_000;
        using (var store = _fixture.Open())
        {
            Apply(store, 1, 0, 1);
            using var done = new CancellationTokenSource();
            var slowest = TimeSpan.Zero;
            var walked = Task.Run(() =>
            {
                var count = 0;
                while (!done.IsCancellationRequested)
                {
                    var watch = Stopwatch.StartNew();
                    Known(store, 1).Credential.ShouldNotBeNull("entry 1 is in both rosters");
                    store.Append(_fixture.NewEvent());
                    count++;
                    if (watch.Elapsed > slowest) slowest = watch.Elapsed;
                }
                return count;
            }, TestContext.Current.CancellationToken);
            var apply = Stopwatch.StartNew();
            store.ApplyRoster(_fixture.Manifest(2, size), Enumerable.Range(0, size).Select(_fixture.Entry)).ShouldBeTrue();
            await done.CancelAsync();
            var events = await walked;
            events.ShouldBeGreaterThan(10);
            TestContext.Current.SendDiagnosticMessage($"{size} entries in {apply.Elapsed.TotalSeconds:0.0} s beside {events} events, slowest {slowest.TotalMilliseconds:0} ms");
        }
        var opening = Stopwatch.StartNew();
        using var again = _fixture.Open();
        opening.Stop();
        var asking = Stopwatch.StartNew();
        for (var n = 0; n < size; n += 100) Known(again, n).Member!.Status.ShouldBe(MemberStatus.Active);
        Known(again, size).Credential.ShouldBeNull();
        TestContext.Current.SendDiagnosticMessage($"opened in {opening.ElapsedMilliseconds} ms, a look-up takes {asking.Elapsed.TotalMicroseconds / (size / 100):0} µs");
    }

    private bool Apply(SqliteGateStore store, long version, long baseVersion, params int[] numbers) =>
        store.ApplyRoster(_fixture.Manifest(version, numbers.Length, baseVersion), numbers.Select(_fixture.Entry));

    private Gate.Ports.RosterFacts Known(SqliteGateStore store, int n) => store.Find(new CredentialId(StoreFixture.CredentialId(n)), Nonce, _fixture.Now);

    private int[] Present(SqliteGateStore store) => [.. Enumerable.Range(0, 10).Where(n => Known(store, n).Credential is not null)];
}
