using System.Diagnostics;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Benchmarks.Gate;

/// <summary>A turnstile that everybody has passed at once, and that remembers when it was called.</summary>
internal sealed class InstantTurnstile : ITurnstile
{
    private TaskCompletionSource<long> _next = New();

    public event Action<GateInputSignal>? Signal
    {
        add { }
        remove { }
    }

    /// <summary>Stopwatch timestamp of the next release's call.</summary>
    public Task<long> NextRelease()
    {
        _next = New();
        return _next.Task;
    }

    public Task<PassageResult> ReleaseAsync(Direction direction, TimeSpan timeout, CancellationToken ct)
    {
        _next.TrySetResult(Stopwatch.GetTimestamp());
        return Task.FromResult(PassageResult.Passed);
    }

    public Task HoldOpenAsync(CancellationToken ct) => Task.CompletedTask;

    public Task LockAsync(CancellationToken ct) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static TaskCompletionSource<long> New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
