using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Simulator.Turnstile;
using StudySpot.Testing;

namespace StudySpot.Edge.Simulator.Tests.Turnstile;

public sealed class SimulatedTurnstileTests : IAsyncLifetime
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(6);

    private readonly SettableTime _time = new();
    private readonly SimulatedTurnstile _turnstile;

    public SimulatedTurnstileTests() => _turnstile = new SimulatedTurnstile(_time);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _turnstile.DisposeAsync();

    [Fact]
    public async Task Release_BothWays_CountsAndTurnsTheArms()
    {
        (await WalkAsync(Direction.Entry)).ShouldBe(PassageResult.Passed);
        (await WalkAsync(Direction.Entry)).ShouldBe(PassageResult.Passed);
        (await WalkAsync(Direction.Exit)).ShouldBe(PassageResult.Passed);

        _turnstile.View.ShouldBe(new TurnstileView(ArmState.Locked, null, 1, 3, 2, 1, PersonBehaviour.Walks, false));
        _turnstile.View.Passages.ShouldBe(3);
    }

    [Fact]
    public async Task Release_PersonJams_StaysStuckUntilTheBehaviourChanges()
    {
        _turnstile.Behave(PersonBehaviour.Jams);

        (await WalkAsync(Direction.Entry)).ShouldBe(PassageResult.Fault);
        _turnstile.View.Arm.ShouldBe(ArmState.Jammed);
        await Should.ThrowAsync<InvalidOperationException>(() => _turnstile.LockAsync(CancellationToken.None));
        (await WalkAsync(Direction.Entry)).ShouldBe(PassageResult.Fault);

        _turnstile.Behave(PersonBehaviour.Walks);
        await _turnstile.LockAsync(CancellationToken.None);
        (await WalkAsync(Direction.Entry)).ShouldBe(PassageResult.Passed);
    }

    [Fact]
    public async Task Report_WhatWentWrong_IsCounted()
    {
        _turnstile.Behave(PersonBehaviour.Tailgates);
        (await WalkAsync(Direction.Entry)).ShouldBe(PassageResult.Passed);
        _turnstile.Force();
        _turnstile.SetDoor(open: true);
        _turnstile.SetTampered(open: true);

        _turnstile.Report.ShouldBe(new TurnstileReport { Tampered = true, DoorOpen = true, RelayCycles = 1, Passages = 1, Tailgates = 1, Forced = 1 });
    }

    [Fact]
    public async Task Unplugged_AnyOrder_FailsUntilPluggedIn()
    {
        _turnstile.SetPlugged(false);

        _turnstile.Report.Lost.ShouldNotBeNull();
        (await WalkAsync(Direction.Entry)).ShouldBe(PassageResult.Fault);
        await Should.ThrowAsync<InvalidOperationException>(() => _turnstile.LockAsync(CancellationToken.None));

        _turnstile.SetPlugged(true);
        _turnstile.Report.Lost.ShouldBeNull();
        await _turnstile.LockAsync(CancellationToken.None);
        (await WalkAsync(Direction.Entry)).ShouldBe(PassageResult.Passed);
    }

    [Fact]
    public async Task HoldOpen_Jammed_OpensAllTheSame()
    {
        _turnstile.Behave(PersonBehaviour.Jams);
        await WalkAsync(Direction.Entry);

        await _turnstile.HoldOpenAsync(CancellationToken.None);

        _turnstile.View.Arm.ShouldBe(ArmState.Open);
    }

    [Fact]
    public void Inputs_Pressed_AreSignalled()
    {
        var signals = new List<GateInputSignal>();
        _turnstile.Signal += signals.Add;

        _turnstile.PressExit();
        _turnstile.TurnStaffKey();
        _turnstile.SetFire(true);
        _turnstile.FireActive.ShouldBeTrue();
        _turnstile.SetFire(false);
        _turnstile.FireActive.ShouldBeFalse();

        signals.ShouldBe([GateInputSignal.ExitButton, GateInputSignal.StaffRelease, GateInputSignal.FireOn, GateInputSignal.FireOff]);
    }

    private Task<PassageResult> WalkAsync(Direction direction)
    {
        var passage = _turnstile.ReleaseAsync(direction, Timeout, CancellationToken.None);
        _time.Advance(SimulatedTurnstile.WalkThrough);
        return passage;
    }
}
