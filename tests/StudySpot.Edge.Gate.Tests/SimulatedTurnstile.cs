using System.Collections.Concurrent;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Testing;

namespace StudySpot.Edge.Gate.Tests;

public enum Behaviour
{
    /// <summary>Waits for <see cref="SimulatedTurnstile.Walk"/>.</summary>
    Waits,
    /// <summary>The person walks at once.</summary>
    Walks,
    /// <summary>Nobody walks; ends when the clock says so.</summary>
    Stays,
    /// <summary>Reports a fault, and does not lock.</summary>
    Jams,
    Throws,
    /// <summary>Never answers, not even to a cancel.</summary>
    Hangs,
}

public enum Barrier
{
    Locked,
    Released,
    HeldOpen,
    Unknown,
}

/// <summary>A turnstile that keeps state and fails on command.</summary>
public sealed class SimulatedTurnstile(SettableTime time) : ITurnstile
{
    private TaskCompletionSource _walk = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public event Action<GateInputSignal>? Signal;

    public Behaviour Behaviour { get; set; } = Behaviour.Waits;

    public bool HoldFails { get; set; }

    public bool FireActive { get; set; }

    public TurnstileReport Report { get; set; } = new();

    /// <summary>Answers shown on lamp and buzzer.</summary>
    public ConcurrentQueue<Outcome> Shown { get; } = new();

    public void Show(Outcome answer) => Shown.Enqueue(answer);

    public Barrier Barrier { get; private set; } = Barrier.Unknown;

    public ConcurrentQueue<Direction> Releases { get; } = new();

    /// <summary>Called when the relay is.</summary>
    public Action<Direction>? OnRelease { get; set; }

    public void Raise(GateInputSignal signal) => Signal?.Invoke(signal);

    /// <summary>Somebody walks through.</summary>
    public void Walk() => _walk.TrySetResult();

    public async Task<PassageResult> ReleaseAsync(Direction direction, TimeSpan timeout, CancellationToken ct)
    {
        OnRelease?.Invoke(direction);
        _walk = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Barrier = Barrier.Released;
        Releases.Enqueue(direction);
        switch (Behaviour)
        {
            case Behaviour.Throws:
                Barrier = Barrier.Unknown;
                throw new InvalidOperationException("Relay board does not answer.");
            case Behaviour.Jams:
                Barrier = Barrier.Unknown;
                return PassageResult.Fault;
            case Behaviour.Hangs:
                await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None);
                break;
            case Behaviour.Walks:
                Barrier = Barrier.Locked;
                return PassageResult.Passed;
        }
        try
        {
            var walked = _walk.Task;
            await Task.WhenAny(walked, Task.Delay(timeout, time, ct));
            // The sensor's word goes before the order to stop.
            if (walked.IsCompleted) return PassageResult.Passed;
            ct.ThrowIfCancellationRequested();
            return PassageResult.TimedOut;
        }
        finally
        {
            Barrier = Barrier.Locked;
        }
    }

    public Task HoldOpenAsync(CancellationToken ct)
    {
        if (HoldFails || Report.Lost is not null) throw new InvalidOperationException("Relay board does not answer.");
        Barrier = Barrier.HeldOpen;
        return Task.CompletedTask;
    }

    public Task LockAsync(CancellationToken ct)
    {
        if (Report.Lost is not null || Behaviour is Behaviour.Jams or Behaviour.Throws or Behaviour.Hangs) throw new InvalidOperationException("The arm does not move.");
        Barrier = Barrier.Locked;
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
