using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
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

    /// <summary>It is tried once a second, for hours if need be, and the log lies on a card that wears.</summary>
    [Fact]
    public async Task Lost_ForLong_IsLoggedOnce()
    {
        var log = new KeptLog();
        await using var gate = await new GateFixture(logger: log).StartAsync();
        gate.Turnstile.Report = new TurnstileReport { Lost = "the chip was unplugged" };
        await gate.AdvanceUntilAsync(() => gate.Loop.Snapshot.State == GateState.Fault, "the loss is noticed");
        var until = gate.Time.GetUtcNow().AddSeconds(30);

        await gate.AdvanceUntilAsync(() => gate.Time.GetUtcNow() > until, "half a minute passed");

        log.Lines.Count(line => line.StartsWith("The turnstile did not lock", StringComparison.Ordinal)).ShouldBe(1);
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

    private sealed class KeptLog : ILogger
    {
        public ConcurrentQueue<string> Lines { get; } = new();

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Enqueue(formatter(state, exception));
    }
}
