using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Mapping;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Testing;

namespace StudySpot.Edge.Gate.Tests;

public sealed class GateLoopFaceTests
{
    [Fact]
    public async Task Face_RecognisedWithConsent_OpensAndIsRecordedWithoutTemplates()
    {
        await using var gate = await new GateFixture().StartAsync();

        gate.Faces.Show(FaceVerdict.Accept, GateFixture.Member);
        await gate.UntilNoticeAsync();
        gate.Turnstile.Walk();
        await gate.UntilAsync(EventKinds.Passage);

        var decision = gate.Of(EventKinds.Decision).ShouldHaveSingleItem();
        decision.Outcome.ShouldBe("allow");
        decision.MemberId.ShouldBe(GateFixture.Member);
        decision.CredentialId.ShouldBeNull();
        gate.Of(EventKinds.Passage)[0].MemberId.ShouldBe(GateFixture.Member);
        gate.Of(EventKinds.Passage)[0].Detail!.Value.GetProperty("by").GetString().ShouldBe("face");
        var evidence = DecisionEvidence.FromJson(decision.Detail!.Value).ShouldNotBeNull();
        var again = AccessEngine.Rerun(evidence, PolicyMapping.ToAccess(gate.Store.Policy, gate.Place));
        again.ShouldNotBeNull().Outcome.ShouldBe(Outcome.Allow);
        again.Member.ShouldBe(new MemberId(GateFixture.Member));
        gate.Notices.Single().Reader.ShouldBe("face");
    }

    [Theory]
    [InlineData(FaceVerdict.Refuse, "face_not_recognised")]
    [InlineData(FaceVerdict.NotLive, "face_not_live")]
    [InlineData(FaceVerdict.StepUp, "face_unsure")]
    [InlineData(FaceVerdict.Poor, "face_poor_picture")]
    public async Task Face_NotAccepted_StaysShutAndNamesNobody(FaceVerdict verdict, string reason)
    {
        await using var gate = await new GateFixture().StartAsync();

        gate.Faces.Show(gate.Faces.Attempt(verdict, GateFixture.Member) with { Hint = FaceHint.ComeCloser });
        await gate.UntilAsync(EventKinds.Decision);

        var decision = gate.Of(EventKinds.Decision)[0];
        (decision.Outcome, decision.Reason, decision.MemberId).ShouldBe(("deny", reason, null));
        decision.Detail!.Value.GetRawText().ShouldNotContain(GateFixture.Member.ToString());
        gate.Loop.Snapshot.State.ShouldBe(GateState.Idle);
        await gate.UntilNoticeAsync();
        gate.Notices.Single().Hint.ShouldBe(FaceHint.ComeCloser);
    }

    [Fact]
    public async Task Face_WithoutConsentOnTheRoster_IsRefused()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.GiveRoster(8, "active", consent: null, minor: false);

        gate.Faces.Show(FaceVerdict.Accept, GateFixture.Member);
        await gate.UntilAsync(EventKinds.Decision);

        gate.Of(EventKinds.Decision)[0].Reason.ShouldBe("face_no_consent");
        gate.Of(EventKinds.Decision)[0].MemberId.ShouldBeNull();
    }

    [Fact]
    public async Task Face_OfAMinorWithOnlyTheirOwnConsent_IsRefused()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.GiveRoster(8, "active", GateFixture.Consent, minor: true);

        gate.Faces.Show(FaceVerdict.Accept, GateFixture.Member);
        await gate.UntilAsync(EventKinds.Decision);

        gate.Of(EventKinds.Decision)[0].Reason.ShouldBe("face_no_consent");
    }

    [Fact]
    public async Task Face_SeenAgainAfterWalkingIn_DoesNotOpenForTheNext()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Faces.Show(FaceVerdict.Accept, GateFixture.Member);
        await gate.UntilNoticeAsync();
        gate.Turnstile.Walk();
        await gate.UntilAsync(EventKinds.Passage);
        await gate.UntilStateAsync(GateState.Idle);

        gate.Faces.Show(FaceVerdict.Accept, GateFixture.Member);
        gate.Camera.Show("not ours");
        await gate.UntilNoticeAsync(2);

        gate.Of(EventKinds.Decision).Select(e => e.Outcome).ShouldBe(["allow", "deny"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Face_NeverAnsweredBecauseTheGateWasBusy_OpensWhenItComesAgain(bool waitedTooLong)
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Camera.Show(gate.Code());
        await gate.UntilStateAsync(GateState.Authorised);

        // While somebody else walks: either the next face takes the place of this one, or the wait is too long.
        var attempt = gate.Faces.Attempt(FaceVerdict.Accept, GateFixture.Member);
        gate.Faces.Show(waitedTooLong ? attempt with { LastFrameAt = attempt.LastFrameAt - TimeSpan.FromSeconds(11).Ticks } : attempt);
        if (!waitedTooLong) gate.Faces.Show(FaceVerdict.NotLive);
        await gate.Faces.UntilReadAsync();
        gate.Turnstile.Walk();
        await gate.UntilAsync(EventKinds.Passage);
        await gate.UntilStateAsync(GateState.Idle);
        gate.Faces.Show(FaceVerdict.Accept, GateFixture.Member);

        await gate.UntilStateAsync(GateState.Authorised);
        gate.Of(EventKinds.Decision).Count(e => e.Outcome == "allow").ShouldBe(2);
    }

    [Fact]
    public async Task Face_HeldUpForLong_IsOneRefusalNotAFlood()
    {
        await using var gate = await new GateFixture().StartAsync();

        for (var i = 0; i < 50; i++) gate.Faces.Show(FaceVerdict.NotLive);
        gate.Faces.Show(FaceVerdict.Accept, GateFixture.Member);
        await gate.UntilStateAsync(GateState.Authorised);

        gate.Of(EventKinds.Decision).Count(e => e.Reason == "face_not_live").ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public async Task Code_AfterAnUnsureFace_FollowsFromItAndConfirmsIt()
    {
        await using var gate = await new GateFixture().StartAsync();
        var attempt = gate.Faces.Attempt(FaceVerdict.StepUp, GateFixture.Member);
        gate.Faces.Show(attempt);
        await gate.UntilAsync(EventKinds.Decision);

        gate.Time.Advance(TimeSpan.FromSeconds(8));
        gate.Camera.Show(gate.Code());
        await gate.UntilNoticeAsync(2);

        var (unsure, code) = (gate.Of(EventKinds.Decision)[0], gate.Of(EventKinds.Decision)[1]);
        code.Outcome.ShouldBe("allow");
        code.DecisionId.ShouldBe(unsure.Id);
        await Eventually.TrueAsync(() => gate.Faces.Confirmed.Count == 1, "the reader was told");
        gate.Faces.Confirmed[0].ShouldBe((attempt.Id, new MemberId(GateFixture.Member), code.Id));
    }

    [Theory]
    [InlineData(21, false)]
    [InlineData(5, true)]
    public async Task Code_TooLateOrOnTheOtherSide_ConfirmsNothing(int seconds, bool otherSide)
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Faces.Show(FaceVerdict.StepUp, GateFixture.Member);
        await gate.UntilAsync(EventKinds.Decision);

        gate.Time.Advance(TimeSpan.FromSeconds(seconds));
        (otherSide ? gate.Serial : gate.Camera).Show(gate.Code());
        await gate.UntilNoticeAsync(2);

        gate.Of(EventKinds.Decision)[1].DecisionId.ShouldBeNull();
        gate.Faces.Confirmed.ShouldBeEmpty();
    }

    [Fact]
    public async Task Face_WhileSomebodyIsEnrolledOrThePolicyIsForCodes_IsNotLookedAt()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.FacesWait = true;

        gate.Faces.Show(FaceVerdict.Accept, GateFixture.Member);
        gate.Camera.Show(gate.Code());
        await gate.UntilNoticeAsync();

        gate.Of(EventKinds.Decision).ShouldHaveSingleItem().CredentialId.ShouldBe(GateFixture.Credential);
    }

    [Fact]
    public async Task Face_StoreCannotWrite_StaysShut()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Store.Fails = true;

        gate.Faces.Show(FaceVerdict.Accept, GateFixture.Member);
        await gate.UntilNoticeAsync();

        gate.Notices.Single().Reason.ShouldBe(Reason.NotRecorded);
        gate.Loop.Snapshot.State.ShouldBe(GateState.Idle);
    }

    [Fact]
    public async Task Reader_FailsAndRecovers_IsAFaultMeanwhileAndCodesGoOn()
    {
        await using var gate = await new GateFixture().StartAsync();

        gate.Faces.Fail();
        await gate.UntilAsync(EventKinds.Fault);
        gate.Loop.Health.Faults.ShouldContain("face");
        gate.Camera.Show(gate.Code());
        await gate.UntilNoticeAsync();
        gate.Faces.Recover();
        await gate.UntilAsync(EventKinds.FaultCleared);

        gate.Notices.Single().Outcome.ShouldBe(Outcome.Allow);
    }
}
