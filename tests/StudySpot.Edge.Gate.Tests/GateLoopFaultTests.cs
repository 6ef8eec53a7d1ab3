using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Testing;

namespace StudySpot.Edge.Gate.Tests;

/// <summary>Parts that fail: what opens, what stays shut, what is said and recorded.</summary>
public sealed class GateLoopFaultTests
{
    [Fact]
    public async Task Store_CannotWrite_NobodyEntersUntilItCan()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Turnstile.Behaviour = Behaviour.Walks;
        gate.Store.Fails = true;
        gate.Camera.Show(gate.Code());
        await gate.UntilNoticeAsync();
        gate.Notices.Single().ShouldSatisfyAllConditions(n => n.Outcome.ShouldBe(Outcome.Deny), n => n.Reason.ShouldBe(Reason.NotRecorded));
        gate.Turnstile.Releases.ShouldBeEmpty();
        gate.Loop.Health.Faults.ShouldBe(["storage"]);
        gate.Kinds.ShouldBe("");

        gate.Store.Fails = false;
        await gate.AdvanceUntilAsync(() => gate.Loop.Health.Faults.Count == 0, "the probe found the store working");
        gate.Kinds.ShouldBe("fault fault_cleared");
        gate.Of(EventKinds.FaultCleared).Single().Detail!.Value.GetProperty("refused").GetInt32().ShouldBe(1);
        gate.Camera.Show(gate.Code());
        await gate.UntilAsync(EventKinds.Passage);
    }

    [Fact]
    public async Task Store_CannotBeAsked_DeniesAsNotRecorded()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Store.FindFails = true;
        gate.Camera.Show(gate.Code());
        await gate.UntilNoticeAsync();
        gate.Notices.Single().Reason.ShouldBe(Reason.NotRecorded);
        gate.Turnstile.Releases.ShouldBeEmpty();
    }

    [Fact]
    public async Task Store_FailsWhileSomebodyWalks_ThePassageIsWrittenLater()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Camera.Show(gate.Code());
        await gate.UntilStateAsync(GateState.Authorised);
        gate.Store.Fails = true;
        gate.Turnstile.Walk();
        await gate.UntilStateAsync(GateState.Idle);
        gate.Kinds.ShouldBe("decision");
        gate.Store.Fails = false;
        await gate.AdvanceUntilAsync(() => gate.Loop.Health.Faults.Count == 0, "the store works again");
        gate.Of(EventKinds.Passage).Single().DecisionId.ShouldBe(gate.Of(EventKinds.Decision).Single().Id);
    }

    [Fact]
    public async Task Store_CannotWrite_ExitButtonStillOpensAndIsWrittenLater()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Turnstile.Behaviour = Behaviour.Walks;
        gate.Store.Fails = true;
        gate.Turnstile.Raise(GateInputSignal.ExitButton);
        await Eventually.TrueAsync(() => gate.Turnstile.Releases.Count == 1, "somebody was let out");
        gate.Store.Fails = false;
        await gate.AdvanceUntilAsync(() => gate.Of(EventKinds.Passage).Length == 1, "the press and the passage are recorded");
        gate.Of(EventKinds.ExitButton).Length.ShouldBe(1);
    }

    [Fact]
    public async Task Store_CannotWrite_StaffCannotOpenEither()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Store.Fails = true;
        (await gate.Loop.ReleaseByStaffAsync(Direction.Entry, GateFixture.Member, GateFixture.Member, CancellationToken.None)).ShouldBeFalse();
        gate.Turnstile.Releases.ShouldBeEmpty();
    }

    [Fact]
    public async Task Fire_On_OpensBeforeAnythingIsWritten()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Store.Hang = new TaskCompletionSource();
        gate.Camera.Show(gate.Code());
        gate.Turnstile.Raise(GateInputSignal.FireOn);
        await gate.AdvanceUntilAsync(() => gate.Turnstile.Barrier == Barrier.HeldOpen, "the gate is open although the disk hangs");
        gate.Of(EventKinds.FireOpen).ShouldBeEmpty();
        gate.Store.Hang.SetResult();
        await gate.UntilAsync(EventKinds.FireOpen);
        await gate.UntilStateAsync(GateState.Fire);
        gate.Turnstile.Releases.ShouldBeEmpty("what was decided meanwhile must not end the fire's hold by locking");
        gate.Turnstile.Barrier.ShouldBe(Barrier.HeldOpen);
    }

    [Fact]
    public async Task Fire_WhileSomebodyWalks_HoldsOpenUntilReset()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Camera.Show(gate.Code());
        await gate.UntilStateAsync(GateState.Authorised);
        gate.Turnstile.Raise(GateInputSignal.FireOn);
        await gate.AdvanceUntilAsync(() => gate.Turnstile.Barrier == Barrier.HeldOpen, "open");
        await gate.UntilStateAsync(GateState.Fire);
        gate.Camera.Show(gate.Code());
        gate.Turnstile.Raise(GateInputSignal.ExitButton);
        gate.Turnstile.Raise(GateInputSignal.FireOn);
        gate.Time.Advance(TimeSpan.FromMinutes(10));
        gate.Turnstile.Barrier.ShouldBe(Barrier.HeldOpen);

        gate.Turnstile.Raise(GateInputSignal.FireOff);
        await gate.UntilStateAsync(GateState.Idle);
        gate.Turnstile.Barrier.ShouldBe(Barrier.Locked);
        gate.Kinds.ShouldBe("decision fire_open fire_reset");
    }

    [Fact]
    public async Task Fire_EdgeMissed_IsHeardByItsLevel()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Turnstile.FireActive = true;
        await gate.AdvanceUntilAsync(() => gate.Turnstile.Barrier == Barrier.HeldOpen, "open");
        await gate.UntilAsync(EventKinds.FireOpen);
    }

    [Fact]
    public async Task Fire_TurnstileDoesNotOpen_IsTriedUntilItDoes()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Turnstile.HoldFails = true;
        gate.Turnstile.Raise(GateInputSignal.FireOn);
        await Eventually.TrueAsync(() => gate.Loop.Health.Faults.Contains("turnstile"), "the fault is known");
        gate.Turnstile.HoldFails = false;
        await gate.AdvanceUntilAsync(() => gate.Turnstile.Barrier == Barrier.HeldOpen, "it opened in the end");
        await gate.AdvanceUntilAsync(() => gate.Loop.Health.Faults.Count == 0, "the fault is gone");
    }

    [Fact]
    public async Task Fire_Stop_LeavesItOpen()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Turnstile.Raise(GateInputSignal.FireOn);
        await gate.AdvanceUntilAsync(() => gate.Turnstile.Barrier == Barrier.HeldOpen, "open");
        await gate.StopAsync();
        gate.Turnstile.Barrier.ShouldBe(Barrier.HeldOpen);
    }

    [Theory]
    [InlineData(Behaviour.Jams)]
    [InlineData(Behaviour.Throws)]
    [InlineData(Behaviour.Hangs)]
    public async Task Turnstile_DoesNotDoAsTold_NeedsStaffUntilItLocks(Behaviour failure)
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Turnstile.Behaviour = failure;
        gate.Camera.Show(gate.Code());
        await gate.AdvanceUntilAsync(() => gate.Loop.Snapshot.State == GateState.Fault, "the fault is noticed");
        gate.Loop.Health.ShouldSatisfyAllConditions(h => h.State.ShouldBe("fault"), h => h.Faults.ShouldBe(["turnstile"]));
        gate.Of(EventKinds.Fault).Single().DecisionId.ShouldBe(gate.Of(EventKinds.Decision).Single().Id);

        gate.Camera.Show(gate.Code());
        await gate.UntilAsync(EventKinds.Decision, 2);
        (gate.Of(EventKinds.Decision)[1].Outcome, gate.Of(EventKinds.Decision)[1].Reason).ShouldBe(("needs_staff", "gate_fault"));
        gate.Turnstile.Releases.Count.ShouldBe(1);

        gate.Turnstile.Behaviour = Behaviour.Walks;
        await gate.AdvanceUntilAsync(() => gate.Loop.Snapshot.State == GateState.Idle, "it locks again");
        await gate.UntilAsync(EventKinds.FaultCleared);
        gate.Camera.Show(gate.Code());
        await gate.UntilAsync(EventKinds.Passage);
    }

    [Fact]
    public async Task Turnstile_JammedAndMemberEnded_KeepsTheReasonOfTheRefusal()
    {
        await using var gate = new GateFixture();
        gate.Turnstile.Behaviour = Behaviour.Jams;
        await gate.StartAsync(status: "suspended");
        await gate.UntilStateAsync(GateState.Fault);
        gate.Camera.Show(gate.Code());
        await gate.UntilAsync(EventKinds.Decision);
        gate.Of(EventKinds.Decision).Single().Reason.ShouldBe("member_not_active");
    }

    [Fact]
    public async Task Reader_UnpluggedAndBack_IsAFaultAndCleared()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Serial.Unplug();
        gate.Serial.Unplug();
        await gate.UntilAsync(EventKinds.Fault);
        gate.Loop.Health.Faults.ShouldBe(["reader:serial"]);
        gate.Serial.PlugIn();
        await gate.UntilAsync(EventKinds.FaultCleared);
        await Eventually.TrueAsync(() => gate.Loop.Health.Faults.Count == 0, "no fault");
        gate.Kinds.ShouldBe("fault fault_cleared");
    }

    [Fact]
    public async Task Reader_WithABug_IsStartedAgain()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Camera.Break();
        await gate.UntilAsync(EventKinds.Fault);
        gate.Turnstile.Behaviour = Behaviour.Walks;
        gate.Camera.Show(gate.Code());
        await gate.AdvanceUntilAsync(() => gate.Notices.Count == 1, "the reader reads again");
    }

    [Fact]
    public async Task Clock_Unknown_IsAFaultAndNeedsStaff()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Quality = ClockQuality.Unknown;
        await gate.AdvanceUntilAsync(() => gate.Loop.Health.Faults.Contains("clock"), "the clock's fault");
        gate.Camera.Show(gate.Code());
        await gate.UntilAsync(EventKinds.Decision);
        gate.Of(EventKinds.Decision).Single().Outcome.ShouldBe("needs_staff");
        gate.Turnstile.Releases.ShouldBeEmpty();
    }

    [Fact]
    public async Task Store_LostItsMemory_SaysSoUntilRosterAndPolicyAreBack()
    {
        await using var gate = new GateFixture();
        gate.Store.Opening = new StoreOpening(StoreOpeningKind.SetAside, "the database is damaged");
        gate.Run();
        await gate.UntilAsync(EventKinds.Fault);
        await Eventually.TrueAsync(() => gate.Loop.Health.Faults.Contains("storage:reset"), "the fault");
        gate.Of(EventKinds.Started).Single().Detail!.Value.GetProperty("store").GetString().ShouldBe("setaside");
        gate.GiveRoster(1, "active");
        await gate.UntilAsync(EventKinds.RosterApplied);
        gate.Loop.Health.Faults.ShouldContain("storage:reset");
        gate.Store.ApplyPolicy(new GatePolicy
        {
            TenantId = gate.Place.Tenant.Value, HallId = gate.Place.Hall.Value, GateId = gate.Place.Gate.Value, Version = 1, Zone = "Asia/Kolkata",
            Rules = [], IssuerKeys = [],
        }, [1]);
        await Eventually.TrueAsync(() => gate.Loop.Health.Faults.Count == 0, "the gate has everything again");
    }

    [Fact]
    public async Task Disk_ReallyFull_StaysShutAndComesBackByItself()
    {
        await using var disk = await SmallDisk.MountAsync(megabytes: 2);
        await using var gate = new GateFixture(Path.Combine(disk.Path, "gate"));
        await gate.StartAsync();
        gate.Turnstile.Behaviour = Behaviour.Walks;
        gate.Camera.Show(gate.Code());
        await gate.UntilAsync(EventKinds.Passage);

        disk.Fill();
        // The first event that finds no room may be the passage of somebody who is walking already.
        for (var i = 0; gate.Notices.Last().Reason != Reason.NotRecorded && i < 200; i++)
        {
            gate.Camera.Show(gate.Code());
            await gate.UntilNoticeAsync(i + 2);
        }
        gate.Notices.Last().Reason.ShouldBe(Reason.NotRecorded);
        gate.Loop.Health.Faults.ShouldBe(["storage"]);
        var opened = gate.Turnstile.Releases.Count;
        opened.ShouldBe(gate.Of(EventKinds.Decision).Length, "it opened for what is recorded and nothing else");
        var answered = gate.Notices.Count;
        gate.Camera.Show(gate.Code());
        await gate.UntilNoticeAsync(answered + 1);
        gate.Turnstile.Releases.Count.ShouldBe(opened);

        disk.Free();
        await gate.AdvanceUntilAsync(() => gate.Loop.Health.Faults.Count == 0, "the probe found room");
        gate.Camera.Show(gate.Code());
        await Eventually.TrueAsync(() => gate.Turnstile.Releases.Count == opened + 1, "it opens again");
        gate.Events.Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, gate.Events.Count).Select(i => (long)i));
    }
}
