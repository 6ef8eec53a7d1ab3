using StudySpot.Access;
using StudySpot.Edge.Gate;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Screen.Tests;

public sealed class ScreenViewTests
{
    private static readonly ScreenReaders Readers = new(["reader:serial", "camera"], ["face", "camera"]);

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
        var view = ScreenView.Of(Moment(GateState.Idle, null, "camera"));

        (view.Sign, view.Limited).ShouldBe((ScreenSign.Wait, true));
    }

    [Fact]
    public void Of_FacesOpenTheGate_SaysSoWhileWaiting()
    {
        ScreenView.Of(Moment(GateState.Idle) with { FacesOpen = true }).Headline.ShouldBe("waitFace");
        ScreenView.Of(Moment(GateState.Idle) with { FacesOpen = true, Readers = Readers with { Faces = [] } }).Headline.ShouldBe("wait");
    }

    [Theory]
    [InlineData("face")]
    [InlineData("camera")]
    public void Of_FacesFail_TakesCodesWithANotice(string fault)
    {
        var view = ScreenView.Of(Moment(GateState.Idle, null, fault) with { FacesOpen = true });

        (view.Sign, view.Headline, view.Limited).ShouldBe((ScreenSign.Wait, "wait", true));
    }

    [Fact]
    public void Of_FacesFailWhereTheyOpenNothing_IsNobodysBusiness() => ScreenView.Of(Moment(GateState.Idle, null, "face")).Limited.ShouldBeFalse();

    [Fact]
    public void Of_OnlyFacesAreLeft_AsksForStaff() =>
        ScreenView.Of(Moment(GateState.Idle, null, "camera", "reader:serial") with { FacesOpen = true, Readers = Readers with { Faces = ["face"] } }).Sign.ShouldBe(ScreenSign.Fault);

    [Fact]
    public void Of_PersonAsked_SaysWhat()
    {
        var asked = Moment(GateState.Idle) with { FacesOpen = true, Hint = FaceHint.ComeCloser };

        var view = ScreenView.Of(asked);

        (view.Sign, view.Headline, view.Hint).ShouldBe((ScreenSign.Guide, "guide", "come_closer"));
        ScreenView.Of(asked with { FacesOpen = false }).ShouldBe(ScreenView.Of(asked with { FacesOpen = false, Hint = FaceHint.None }));
        ScreenView.Of(asked with { Fresh = Notice(Outcome.Allow, Reason.Allowed) }).Sign.ShouldBe(ScreenSign.Go);
        ScreenView.Of(Moment(GateState.Idle, null, FaultNames.Storage) with { FacesOpen = true, Hint = FaceHint.Nod }).Sign.ShouldBe(ScreenSign.Fault);
    }

    [Fact]
    public void Of_PoorPicture_SaysNotThisTimeAndWhatHelps()
    {
        var view = ScreenView.Of(Moment(GateState.Idle, Notice(Outcome.Deny, Reason.FacePoorPicture) with { Hint = FaceHint.UncoverFace }));

        (view.Sign, view.Headline, view.Reason, view.Hint).ShouldBe((ScreenSign.Stop, "stopFace", "face_poor_picture", "uncover_face"));
        ScreenView.Of(Moment(GateState.Idle, Notice(Outcome.Deny, Reason.FaceUnsure))).Hint.ShouldBeNull();
    }

    private static (ScreenSign Sign, string Headline, string? Reason) Of(GateState state, DecisionNotice? fresh = null, params string[] faults)
    {
        var view = ScreenView.Of(Moment(state, fresh, faults));
        return (view.Sign, view.Headline, view.Reason);
    }

    private static ScreenMoment Moment(GateState state, DecisionNotice? fresh = null, params string[] faults) =>
        new(new GateSnapshot(state, faults, fresh), Readers, ["en"]) { Fresh = fresh };

    internal static DecisionNotice Notice(Outcome outcome, Reason reason, Direction direction = Direction.Entry) =>
        new("camera", direction, outcome, reason, DateTimeOffset.UnixEpoch, TimeSpan.Zero, ["hi"]);
}
