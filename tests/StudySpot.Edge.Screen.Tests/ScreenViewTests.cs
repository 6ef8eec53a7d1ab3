using StudySpot.Access;
using StudySpot.Edge.Gate;

namespace StudySpot.Edge.Screen.Tests;

public sealed class ScreenViewTests
{
    private static readonly string[] Readers = ["reader:serial", "camera"];

    [Fact]
    public void Of_IdleGate_Waits() => Of(GateState.Idle).ShouldBe((ScreenSign.Wait, "wait", null));

    [Fact]
    public void Of_Fire_IsOpenWhateverElse() =>
        Of(GateState.Fire, Notice(Outcome.Deny, Reason.Revoked), FaultNames.Storage).ShouldBe((ScreenSign.Open, "open", null));

    [Theory]
    [InlineData(Direction.Entry, "goIn")]
    [InlineData(Direction.Exit, "goOut")]
    public void Of_Allowed_SaysTheWay(Direction direction, string headline) =>
        Of(GateState.Authorised, Notice(Outcome.Allow, Reason.Allowed, direction)).ShouldBe((ScreenSign.Go, headline, "allowed"));

    [Fact]
    public void Of_ReleasedByAButton_SaysToGo() => Of(GateState.Authorised).ShouldBe((ScreenSign.Go, "go", null));

    [Fact]
    public void Of_RefusedWhileAnotherMayWalk_KeepsTheWayOpen() =>
        Of(GateState.Authorised, Notice(Outcome.Deny, Reason.Replayed)).Sign.ShouldBe(ScreenSign.Go);

    [Fact]
    public void Of_Refused_SaysWhy() => Of(GateState.Idle, Notice(Outcome.Deny, Reason.CodeExpired)).ShouldBe((ScreenSign.Stop, "stop", "code_expired"));

    [Fact]
    public void Of_NeedsStaff_SaysWhy() => Of(GateState.Idle, Notice(Outcome.NeedsStaff, Reason.RosterStale)).ShouldBe((ScreenSign.Staff, "staff", "roster_stale"));

    [Fact]
    public void Of_StuckArm_DoesNotSayToGo() => Of(GateState.Fault, Notice(Outcome.Allow, Reason.Allowed)).Sign.ShouldBe(ScreenSign.Fault);

    [Theory]
    [InlineData(FaultNames.Storage)]
    [InlineData(FaultNames.Clock)]
    [InlineData(FaultNames.Turnstile)]
    public void Of_FaultWithWhichNobodyEnters_AsksForStaff(string fault) => Of(GateState.Idle, null, fault).ShouldBe((ScreenSign.Fault, "fault", null));

    [Fact]
    public void Of_EveryReaderLost_AsksForStaff() => Of(GateState.Idle, null, "camera", "reader:serial").Sign.ShouldBe(ScreenSign.Fault);

    [Fact]
    public void Of_OneReaderLost_WaitsWithANotice()
    {
        var view = ScreenView.Of(new GateSnapshot(GateState.Idle, ["camera"], null), null, Readers, ["en"], 0);

        (view.Sign, view.Limited).ShouldBe((ScreenSign.Wait, true));
    }

    private static (ScreenSign Sign, string Headline, string? Reason) Of(GateState state, DecisionNotice? fresh = null, params string[] faults)
    {
        var view = ScreenView.Of(new GateSnapshot(state, faults, fresh), fresh, Readers, ["en"], 0);
        return (view.Sign, view.Headline, view.Reason);
    }

    internal static DecisionNotice Notice(Outcome outcome, Reason reason, Direction direction = Direction.Entry) =>
        new("camera", direction, outcome, reason, DateTimeOffset.UnixEpoch, TimeSpan.Zero, ["hi"]);
}
