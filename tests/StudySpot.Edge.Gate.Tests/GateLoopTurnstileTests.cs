using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Testing;

namespace StudySpot.Edge.Gate.Tests;

/// <summary>What a turnstile says of itself while nobody uses it.</summary>
public sealed class GateLoopTurnstileTests
{
    [Fact]
    public async Task Lost_WhileIdle_IsAFaultUntilItLocksAgain()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Turnstile.Report = new TurnstileReport { Lost = "the chip was unplugged" };
        await gate.AdvanceUntilAsync(() => gate.Loop.Snapshot.State == GateState.Fault, "the loss is noticed");
        gate.Loop.Health.Faults.ShouldBe(["turnstile"]);
        gate.Of(EventKinds.Fault).ShouldHaveSingleItem().Detail!.Value.GetProperty("cause").GetString().ShouldBe("lost");
        gate.Serial.Show(gate.Code());
        await gate.UntilNoticeAsync();
        gate.Notices.ShouldHaveSingleItem().Outcome.ShouldBe(Outcome.NeedsStaff);

        gate.Turnstile.Report = new TurnstileReport();
        await gate.AdvanceUntilAsync(() => gate.Loop.Snapshot.State == GateState.Idle, "it works again");

        gate.Loop.Health.Faults.ShouldBeEmpty();
        gate.Kinds.ShouldBe("fault decision fault_cleared");
    }

    [Fact]
    public async Task Lost_InFire_StaysOpenAndTheFaultEndsWithTheLoss()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Turnstile.Raise(GateInputSignal.FireOn);
        await gate.UntilStateAsync(GateState.Fire);
        gate.Turnstile.Report = new TurnstileReport { Lost = "the chip was unplugged" };
        await gate.AdvanceUntilAsync(() => gate.Loop.Health.Faults.Contains("turnstile"), "the loss is noticed");
        gate.Turnstile.Report = new TurnstileReport();

        await gate.AdvanceUntilAsync(() => gate.Loop.Health.Faults.Count == 0, "the fault is gone");

        gate.Loop.Snapshot.State.ShouldBe(GateState.Fire);
        gate.Turnstile.Barrier.ShouldBe(Barrier.HeldOpen);
    }

    [Fact]
    public async Task Tamper_OpenedAndClosed_IsAFaultThatLetsPeopleThrough()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Turnstile.Report = new TurnstileReport { Tampered = true };
        await gate.AdvanceUntilAsync(() => gate.Loop.Health.Faults.Contains("turnstile:tamper"), "the open housing is noticed");
        gate.Turnstile.Behaviour = Behaviour.Walks;
        gate.Camera.Show(gate.Code());
        await gate.UntilAsync(EventKinds.Passage);
        gate.Turnstile.Report = new TurnstileReport();

        await gate.AdvanceUntilAsync(() => gate.Loop.Health.Faults.Count == 0, "the fault is gone");

        gate.Kinds.ShouldBe("fault decision passage fault_cleared");
    }

    [Fact]
    public async Task Code_Answered_IsShownOnLampAndBuzzer()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Turnstile.Behaviour = Behaviour.Walks;
        gate.Camera.Show("HELLO");
        await gate.UntilNoticeAsync();
        gate.Camera.Show(gate.Code());
        await gate.UntilNoticeAsync(2);

        gate.Turnstile.Shown.ShouldBe([Outcome.Deny, Outcome.Allow]);
    }
}
