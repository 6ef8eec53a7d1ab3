using NodaTime;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Testing;

namespace StudySpot.Edge.Gate.Tests;

/// <summary>The gate from a code to the turnstile, on real storage and the real decision.</summary>
public sealed class GateLoopTests
{
    [Fact]
    public async Task Code_ActiveMember_IsRecordedBeforeTheRelayAndPassesAfter()
    {
        await using var gate = await new GateFixture().StartAsync();
        GateEvent? atRelay = null;
        gate.Turnstile.OnRelease = _ => atRelay = gate.Of(EventKinds.Decision).SingleOrDefault();
        gate.Camera.Show(gate.Code());
        await gate.UntilStateAsync(GateState.Authorised);
        atRelay.ShouldNotBeNull("the decision is in the log when the relay is called");
        gate.Kinds.ShouldBe("decision", "no passage before somebody walked");

        gate.Turnstile.Walk();
        await gate.UntilAsync(EventKinds.Passage);
        await gate.UntilStateAsync(GateState.Idle);

        var decision = gate.Of(EventKinds.Decision).ShouldHaveSingleItem();
        (decision.Outcome, decision.Reason, decision.RuleId, decision.Direction).ShouldBe(("allow", "allowed", "all", "entry"));
        (decision.MemberId, decision.CredentialId, decision.RosterVersion, decision.PolicyVersion, decision.Offline)
            .ShouldBe((GateFixture.Member, GateFixture.Credential, 7L, 4L, true));
        var passage = gate.Of(EventKinds.Passage).ShouldHaveSingleItem();
        (passage.DecisionId, passage.MemberId, passage.Direction).ShouldBe((decision.Id, GateFixture.Member, "entry"));
        gate.Events.Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, gate.Events.Count).Select(i => (long)i));
        gate.Notices.ShouldHaveSingleItem().Outcome.ShouldBe(Outcome.Allow);
    }

    [Fact]
    public async Task Code_StoredDecision_RunsAgainToTheSameAnswer()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Camera.Show(gate.Code(age: Duration.FromSeconds(60)));
        await gate.UntilAsync(EventKinds.Decision);
        var decision = gate.Of(EventKinds.Decision).Single();
        decision.Reason.ShouldBe("code_expired");
        var again = AccessEngine.Rerun(DecisionEvidence.FromJson(decision.Detail!.Value)!, Mapping.PolicyMapping.ToAccess(gate.Store.Policy, gate.Place));
        again!.Reason.ShouldBe(Reason.CodeExpired);
    }

    [Fact]
    public async Task Code_NobodyWalks_IsNotEntered()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Turnstile.Behaviour = Behaviour.Stays;
        gate.Camera.Show(gate.Code());
        await gate.UntilStateAsync(GateState.Authorised);
        await gate.AdvanceUntilAsync(() => gate.Of(EventKinds.NotEntered).Length == 1, "the release timed out");
        gate.Of(EventKinds.NotEntered).Single().DecisionId.ShouldBe(gate.Of(EventKinds.Decision).Single().Id);
        gate.Of(EventKinds.Passage).ShouldBeEmpty();
        await gate.UntilStateAsync(GateState.Idle);
    }

    [Fact]
    public async Task Code_SeenByACameraTenTimesASecondWhileWalkingIn_IsOneDecision()
    {
        await using var gate = await new GateFixture().StartAsync();
        var code = gate.Code();
        gate.Camera.Show(code);
        await gate.UntilStateAsync(GateState.Authorised);
        for (var frame = 0; frame < 30; frame++)
        {
            gate.Time.Advance(TimeSpan.FromMilliseconds(100));
            gate.Camera.Show(code);
            if (frame == 15) gate.Turnstile.Walk();
        }
        await gate.UntilAsync(EventKinds.Passage);
        await gate.UntilStateAsync(GateState.Idle);
        gate.Of(EventKinds.Decision).Length.ShouldBe(1);

        // Somebody else holds up a photograph of it: the gap makes it a new presentation, and it is refused on record.
        gate.Time.Advance(TimeSpan.FromSeconds(3));
        gate.Camera.Show(code);
        await gate.UntilAsync(EventKinds.Decision, 2);
        gate.Of(EventKinds.Decision)[1].Reason.ShouldBe("replayed");
        gate.Turnstile.Releases.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Code_TwoPhonesInOnePicture_AreTwoDecisionsHoweverOftenTheyAlternate()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Turnstile.Behaviour = Behaviour.Walks;
        var (first, second) = (gate.Code(), gate.Code());
        for (var frame = 0; frame < 20; frame++)
        {
            gate.Camera.Show(frame % 2 == 0 ? first : second);
            await gate.UntilAsync(EventKinds.Passage, Math.Min(2, frame + 1));
            gate.Time.Advance(TimeSpan.FromMilliseconds(100));
        }
        gate.Of(EventKinds.Decision).Select(e => e.Reason).ShouldBe(["allowed", "allowed"]);
    }

    [Fact]
    public async Task Code_ReadWhileSomebodyWalks_IsAnsweredAfterwards()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Camera.Show(gate.Code());
        await gate.UntilStateAsync(GateState.Authorised);
        gate.Camera.Show(gate.Code());
        gate.Camera.Show(gate.Code());
        gate.Serial.Show(gate.Code());
        gate.Turnstile.Behaviour = Behaviour.Walks;
        gate.Of(EventKinds.Decision).Length.ShouldBe(1);
        gate.Turnstile.Walk();
        await gate.UntilAsync(EventKinds.Passage, 3);
        gate.Kinds.ShouldBe("decision passage decision passage decision passage", "one code a reader waited");
        gate.Of(EventKinds.Passage).Select(e => e.Direction).OrderBy(d => d).ShouldBe(["entry", "entry", "exit"]);
    }

    [Fact]
    public async Task Code_MemberEnded_IsRefusedOnEntryAndLetOutOnExit()
    {
        await using var gate = await new GateFixture().StartAsync(status: "ended");
        gate.Turnstile.Behaviour = Behaviour.Walks;
        gate.Camera.Show(gate.Code());
        await gate.UntilAsync(EventKinds.Decision);
        gate.Serial.Show(gate.Code());
        await gate.UntilAsync(EventKinds.Passage);
        gate.Of(EventKinds.Decision).Select(e => (e.Direction, e.Reason)).ShouldBe([("entry", "member_not_active"), ("exit", "allowed")]);
        gate.Turnstile.Releases.ShouldBe([Direction.Exit]);
    }

    [Fact]
    public async Task Code_NoPolicyAtAll_IsRefusedAndRecorded()
    {
        await using var gate = new GateFixture();
        gate.Run();
        gate.Camera.Show(gate.Code());
        await gate.UntilAsync(EventKinds.Decision);
        gate.Of(EventKinds.Decision).Single().Reason.ShouldBe("no_policy");
        gate.Turnstile.Releases.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("SS1:")]
    [InlineData("https://example.org/bus-ticket")]
    [InlineData("\0\u0001\uD800\"\\")]
    public async Task Code_Garbage_IsMalformedAndSmall(string text)
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Camera.Show(text);
        gate.Serial.Show(new string('"', 2000) + text);
        await gate.UntilAsync(EventKinds.Decision, 2);
        gate.Of(EventKinds.Decision).ShouldAllBe(e => e.Reason == "malformed" && e.Detail!.Value.GetRawText().Length <= 4096);
        gate.Turnstile.Releases.ShouldBeEmpty();
    }

    [Fact]
    public async Task ExitButton_Pressed_ReleasesOutwardsOnRecord()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Turnstile.Behaviour = Behaviour.Walks;
        gate.Turnstile.Raise(GateInputSignal.ExitButton);
        await gate.UntilAsync(EventKinds.Passage);
        gate.Kinds.ShouldBe("exit_button passage");
        gate.Turnstile.Releases.ShouldBe([Direction.Exit]);
        var passage = gate.Of(EventKinds.Passage).Single();
        passage.DecisionId.ShouldBeNull();
        passage.Detail!.Value.GetProperty("eventId").GetGuid().ShouldBe(gate.Of(EventKinds.ExitButton).Single().Id);
    }

    [Fact]
    public async Task StaffRelease_ByCommand_CarriesWhoAskedAndIsDoneOnce()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Turnstile.Behaviour = Behaviour.Walks;
        var (who, command) = (Guid.Parse("0192aaaa-0000-7000-8000-0000000000a1"), Guid.Parse("0192aaaa-0000-7000-8000-0000000000a2"));
        (await gate.Loop.ReleaseByStaffAsync(Direction.Entry, who, command, CancellationToken.None)).ShouldBeTrue();
        (await gate.Loop.ReleaseByStaffAsync(Direction.Entry, who, command, CancellationToken.None)).ShouldBeTrue();
        await gate.UntilAsync(EventKinds.Passage);
        var released = gate.Of(EventKinds.StaffRelease).ShouldHaveSingleItem();
        released.Detail!.Value.GetProperty("requestedBy").GetGuid().ShouldBe(who);
        released.Detail!.Value.GetProperty("commandId").GetGuid().ShouldBe(command);
        gate.Turnstile.Releases.Count.ShouldBe(1);
    }

    [Fact]
    public async Task StaffRelease_ByCommandWhileSomebodyWalks_IsRefused()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Camera.Show(gate.Code());
        await gate.UntilStateAsync(GateState.Authorised);
        (await gate.Loop.ReleaseByStaffAsync(Direction.Entry, GateFixture.Member, GateFixture.Member, CancellationToken.None)).ShouldBeFalse();
        gate.Of(EventKinds.StaffRelease).ShouldBeEmpty();
    }

    [Fact]
    public async Task StaffRelease_ByKeySwitch_IsRecordedWithoutAName()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Turnstile.Behaviour = Behaviour.Walks;
        gate.Turnstile.Raise(GateInputSignal.StaffRelease);
        await gate.UntilAsync(EventKinds.Passage);
        gate.Kinds.ShouldBe("staff_release passage");
        gate.Of(EventKinds.StaffRelease).Single().Detail.ShouldBeNull();
    }

    [Fact]
    public async Task Stop_WhileReleased_EndsLockedAndNoMore()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Camera.Show(gate.Code());
        await gate.UntilStateAsync(GateState.Authorised);
        await gate.StopAsync();
        gate.Turnstile.Barrier.ShouldBe(Barrier.Locked);
        (await gate.Loop.ReleaseByStaffAsync(Direction.Entry, GateFixture.Member, GateFixture.Member, CancellationToken.None)).ShouldBeFalse();
    }

    [Fact]
    public async Task Stop_WhileSomebodyWalksIn_RecordsThePassageOnce()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Camera.Show(gate.Code());
        await gate.UntilStateAsync(GateState.Authorised);
        gate.Turnstile.Walk();
        await gate.StopAsync();
        gate.Kinds.ShouldBe("decision passage");
    }
}
