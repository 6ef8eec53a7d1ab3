using StudySpot.Edge.Gate.Ports;
using StudySpot.Testing;

namespace StudySpot.Edge.Gate.Tests;

/// <summary>The signs of life that watchdogs are fed by.</summary>
public sealed class GatePulseTests
{
    [Fact]
    public async Task Ready_TurnstileLocked_Completes()
    {
        await using var gate = new GateFixture();
        gate.Loop.Ready.IsCompleted.ShouldBeFalse();

        gate.Run();

        await gate.Loop.Ready.WaitAsync(TimeSpan.FromSeconds(30));
        gate.Turnstile.Barrier.ShouldBe(Barrier.Locked);
    }

    [Fact]
    public async Task Ready_TurnstileDoesNotLock_CompletesWithTheFaultReported()
    {
        await using var gate = new GateFixture();
        gate.Turnstile.Behaviour = Behaviour.Jams;

        gate.Run();

        await gate.Loop.Ready.WaitAsync(TimeSpan.FromSeconds(30));
        await Eventually.TrueAsync(() => gate.Loop.Health.Faults.Contains(FaultNames.Turnstile), "the fault is reported");
    }

    [Fact]
    public async Task Ready_FireAtStart_Completes()
    {
        await using var gate = new GateFixture();
        gate.Turnstile.FireActive = true;

        gate.Run();

        await gate.Loop.Ready.WaitAsync(TimeSpan.FromSeconds(30));
        await gate.UntilStateAsync(GateState.Fire);
    }

    [Fact]
    public async Task Turned_TimePasses_IsRaisedEverySecond()
    {
        await using var gate = await new GateFixture().StartAsync();
        var turns = 0;
        gate.Loop.Turned += () => Interlocked.Increment(ref turns);

        for (var second = 1; second <= 3; second++)
        {
            gate.Time.Advance(TimeSpan.FromSeconds(1));
            var expected = second;
            await Eventually.TrueAsync(() => Volatile.Read(ref turns) >= expected, $"turn {expected}");
        }
    }

    [Fact]
    public async Task Turned_DiskHangs_StopsUntilItAnswers()
    {
        await using var gate = await new GateFixture().StartAsync();
        gate.Time.Advance(TimeSpan.FromSeconds(1));
        var hang = gate.Store.Hang = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gate.Camera.Show(gate.Code());
        await Eventually.TrueAsync(() => gate.Store.Waiting == 1, "the loop waits for the disk");
        var turns = 0;
        gate.Loop.Turned += () => Interlocked.Increment(ref turns);

        gate.Time.Advance(TimeSpan.FromSeconds(60));
        turns.ShouldBe(0);

        gate.Store.Hang = null;
        hang.SetResult();
        await gate.AdvanceUntilAsync(() => Volatile.Read(ref turns) > 0, "the loop turns again");
    }

    [Fact]
    public async Task Turned_ListenerFails_TheLoopGoesOn()
    {
        await using var gate = await new GateFixture().StartAsync();
        var turns = 0;
        gate.Loop.Turned += () =>
        {
            Interlocked.Increment(ref turns);
            throw new InvalidOperationException("the watchdog is broken, said the test");
        };

        await gate.AdvanceUntilAsync(() => Volatile.Read(ref turns) >= 2, "two turns");
        gate.Loop.Snapshot.State.ShouldBe(GateState.Idle);
    }
}
