using NodaTime;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Storage.Tests;

/// <summary>What every gate store promises, on real SQLite.</summary>
public sealed class StoreContractTests : IDisposable
{
    private static readonly byte[] Nonce = [1, 2, 3, 4, 5, 6];
    private readonly StoreFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [Fact]
    public void Append_SeveralEvents_NumbersThemFromOneWithoutGaps()
    {
        using var store = _fixture.Open();
        var stored = Enumerable.Range(0, 5).Select(_ => store.Append(_fixture.NewEvent())).ToArray();
        stored.Select(e => e.Sequence).ShouldBe([1, 2, 3, 4, 5]);
        store.Outbox.ShouldBe(new OutboxState(5, stored[0].At, 5));
    }

    [Fact]
    public void Append_EventWithEverything_ReadsBackEqual()
    {
        using var store = _fixture.Open();
        var full = _fixture.NewEvent().Event with
        {
            MemberId = StoreFixture.Gate, CredentialId = StoreFixture.Gate, RuleId = "all", RosterVersion = 3, PolicyVersion = 4, Offline = true,
            DecisionId = StoreFixture.Gate, Detail = System.Text.Json.JsonDocument.Parse("""{"a":[1,"ü"]}""").RootElement,
        };
        var stored = store.Append(new NewEvent { Event = full });
        var read = store.ReadOutbox(1, 10).ShouldHaveSingleItem();
        read.ShouldBe(stored with { Detail = read.Detail });
        read.Detail!.Value.GetProperty("a")[1].GetString().ShouldBe("ü");
        store.ReadLog(1, 1, 10).ShouldHaveSingleItem().Id.ShouldBe(full.Id);
    }

    [Fact]
    public void Append_Reopened_GoesOnWhereItStopped()
    {
        Guid incarnation;
        using (var store = _fixture.Open())
        {
            incarnation = store.Incarnation;
            store.Opening.Kind.ShouldBe(StoreOpeningKind.Created);
            store.Append(_fixture.NewEvent());
            store.Append(_fixture.NewEvent());
            store.Acknowledge(2);
        }
        using var again = _fixture.Open();
        again.Incarnation.ShouldBe(incarnation);
        again.Opening.ShouldBe(new StoreOpening(StoreOpeningKind.Continued, null));
        again.Append(_fixture.NewEvent()).Sequence.ShouldBe(3);
    }

    [Fact]
    public void Appended_AfterAppend_IsRaised()
    {
        using var store = _fixture.Open();
        var raised = 0;
        store.Appended += () => raised++;
        store.Append(_fixture.NewEvent());
        raised.ShouldBe(1);
    }

    [Fact]
    public void Acknowledge_PartOfTheOutbox_LeavesTheRestAndTheLog()
    {
        using var store = _fixture.Open();
        for (var i = 0; i < 5; i++) store.Append(_fixture.NewEvent());
        store.Acknowledge(3);
        store.Acknowledge(2);
        store.ReadOutbox(1, 10).Select(e => e.Sequence).ShouldBe([4, 5]);
        store.ReadOutbox(5, 10).Select(e => e.Sequence).ShouldBe([5]);
        store.ReadOutbox(1, 1).Select(e => e.Sequence).ShouldBe([4]);
        store.ReadLog(2, 4, 10).Select(e => e.Sequence).ShouldBe([2, 3, 4]);
        store.Outbox.Rows.ShouldBe(2);
    }

    [Fact]
    public void ReadLog_AbsurdRanges_AreEmpty()
    {
        using var store = _fixture.Open();
        store.Append(_fixture.NewEvent());
        store.ReadLog(5, 1, 10).ShouldBeEmpty();
        store.ReadLog(long.MaxValue, long.MaxValue, 10).ShouldBeEmpty();
        store.ReadLog(long.MinValue, long.MaxValue, 10).Count.ShouldBe(1);
        store.ReadLog(1, 1, -1).ShouldBeEmpty();
        store.ReadOutbox(Guid.Empty, 1, 10).ShouldBeEmpty();
    }

    [Fact]
    public void Find_UsedNonce_IsSeenForThatCredentialOnly()
    {
        using var store = _fixture.Open();
        var credential = new CredentialId(StoreFixture.CredentialId(1));
        store.Append(_fixture.NewEvent() with { Used = new UsedNonce(credential, Nonce, _fixture.Now + Duration.FromSeconds(60)) });
        store.Find(credential, Nonce, _fixture.Now).Memory.NonceSeen.ShouldBeTrue();
        store.Find(new CredentialId(StoreFixture.CredentialId(2)), Nonce, _fixture.Now).Memory.NonceSeen.ShouldBeFalse();
        store.Find(credential, [1, 2, 3, 4, 5, 7], _fixture.Now).Memory.NonceSeen.ShouldBeFalse();
    }

    [Fact]
    public void Find_UsedNonceAfterRestart_IsStillSeen()
    {
        var credential = new CredentialId(StoreFixture.CredentialId(1));
        using (var store = _fixture.Open())
        {
            store.Append(_fixture.NewEvent() with { Used = new UsedNonce(credential, Nonce, _fixture.Now + Duration.FromSeconds(60)) });
        }
        using var again = _fixture.Open();
        again.Find(credential, Nonce, _fixture.Now).Memory.NonceSeen.ShouldBeTrue();
    }

    [Fact]
    public void Find_RefusedForTime_IsRecalledForTenMinutes()
    {
        using var store = _fixture.Open();
        var credential = new CredentialId(StoreFixture.CredentialId(1));
        var codeTime = _fixture.Now - Duration.FromSeconds(45);
        store.Append(_fixture.NewEvent() with { Refused = new RefusedForTime(credential, codeTime, Duration.FromSeconds(-45), _fixture.Now) });
        store.Find(credential, Nonce, _fixture.Now + Duration.FromMinutes(10)).Memory
            .ShouldBe(new ReplayMemory(false, codeTime, Duration.FromSeconds(-45)));
        store.Find(credential, Nonce, _fixture.Now + Duration.FromMinutes(11)).Memory.ShouldBe(new ReplayMemory(false, null, null));
        store.Find(credential, Nonce, _fixture.Now - Duration.FromMinutes(1)).Memory.ShouldBe(new ReplayMemory(false, null, null));
    }

    [Fact]
    public void Upkeep_CodesThatCanNoLongerBeValid_AreForgotten()
    {
        using var store = _fixture.Open();
        var credential = new CredentialId(StoreFixture.CredentialId(1));
        store.Append(_fixture.NewEvent() with { Used = new UsedNonce(credential, Nonce, _fixture.Now + Duration.FromSeconds(60)) });
        store.Append(_fixture.NewEvent() with { Used = new UsedNonce(credential, new byte[6], _fixture.Now + Duration.FromHours(1)) });
        _fixture.Time.Advance(TimeSpan.FromMinutes(3));
        store.Find(credential, Nonce, _fixture.Now).Memory.NonceSeen.ShouldBeFalse();
        store.Find(credential, new byte[6], _fixture.Now).Memory.NonceSeen.ShouldBeTrue();
    }

    [Fact]
    public void Append_MoreCodesThanTheCap_ForgetsThoseThatEndSoonest()
    {
        using var store = _fixture.Open(maxCodes: 20);
        var credential = new CredentialId(StoreFixture.CredentialId(1));
        for (byte i = 0; i < 30; i++)
        {
            store.Append(_fixture.NewEvent() with { Used = new UsedNonce(credential, new byte[] { i, 0, 0, 0, 0, 0 }, _fixture.Now + Duration.FromSeconds(i)) });
        }
        var kept = Enumerable.Range(0, 30).Where(i => store.Find(credential, [(byte)i, 0, 0, 0, 0, 0], _fixture.Now).Memory.NonceSeen).ToArray();
        kept.Length.ShouldBeInRange(10, 20);
        kept.ShouldBe(Enumerable.Range(30 - kept.Length, kept.Length));
    }

    [Fact]
    public void ApplyPolicy_OlderVersion_IsRefused()
    {
        using (var store = _fixture.Open())
        {
            store.Policy.ShouldBeNull();
            store.ApplyPolicy(_fixture.Policy(2), [1]).ShouldBeTrue();
            store.ApplyPolicy(_fixture.Policy(1), [1]).ShouldBeFalse();
            store.ApplyPolicy(_fixture.Policy(2), [1]).ShouldBeTrue();
        }
        using var again = _fixture.Open();
        again.Policy!.Version.ShouldBe(2);
        again.Policy.Zone.ShouldBe("Asia/Kolkata");
    }

    [Fact]
    public void Changed_AppliedOnceAndAgain_IsRaisedOnce()
    {
        using var store = _fixture.Open();
        var changes = new List<StoreChange>();
        store.Changed += changes.Add;
        store.ApplyPolicy(_fixture.Policy(1), [1]);
        store.ApplyPolicy(_fixture.Policy(1), [1]);
        store.ApplyRoster(_fixture.Manifest(1, 1), [_fixture.Entry(1)]);
        store.ApplyRoster(_fixture.Manifest(1, 0), []);
        changes.ShouldBe([StoreChange.Policy, StoreChange.Roster]);
    }

    [Fact]
    public void Purge_AcknowledgedAndOld_GoesButTheWaitingAndTheNewestStay()
    {
        using var store = _fixture.Open();
        for (var i = 0; i < 4; i++) store.Append(_fixture.NewEvent());
        store.Acknowledge(2);
        _fixture.Later(TimeSpan.FromDays(31));
        store.ReadLog(1, 10, 10).Select(e => e.Sequence).ShouldBe([3, 4]);
        store.Acknowledge(4);
        _fixture.Time.Advance(TimeSpan.FromMinutes(11));
        store.ReadLog(1, 10, 10).Select(e => e.Sequence).ShouldBe([4]);
        store.Append(_fixture.NewEvent()).Sequence.ShouldBe(5);
    }

    [Fact]
    public void Purge_WithinThirtyDays_KeepsEverything()
    {
        using var store = _fixture.Open();
        for (var i = 0; i < 3; i++) store.Append(_fixture.NewEvent());
        store.Acknowledge(3);
        _fixture.Later(TimeSpan.FromDays(29));
        store.ReadLog(1, 10, 10).Count.ShouldBe(3);
    }
}
