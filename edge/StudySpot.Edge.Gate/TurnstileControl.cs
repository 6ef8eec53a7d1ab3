using Microsoft.Extensions.Logging;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate;

/// <summary>
/// The one caller of the turnstile. Fire comes from whatever thread hears it and does not wait for the gate's loop: a
/// disk that hangs must not keep people in. Safe for concurrent use.
/// </summary>
internal sealed class TurnstileControl(ITurnstile turnstile, TimeProvider time, ILogger logger)
{
    /// <summary>What a mechanism may take on top of the time to walk through before it counts as stuck.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    /// <summary>How long a release under way may take to end before fire goes over its head.</summary>
    private static readonly TimeSpan FirePatience = TimeSpan.FromMilliseconds(300);

    private static readonly TimeSpan HoldAgainAfter = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private CancellationTokenSource? _moving;
    private Task<ReleaseEnd> _releasing = Task.FromResult(ReleaseEnd.Interrupted);
    private Task<bool> _locking = Task.FromResult(true);
    private TaskCompletionSource? _fire;
    private Task _holding = Task.CompletedTask;
    private string? _lockFault;

    /// <summary>Fire was heard and not reset.</summary>
    public bool FireHeld
    {
        get { lock (_gate) return _fire is not null; }
    }

    /// <summary>Releases once. The relay has been called when this returns its task, which never fails.</summary>
    public Task<ReleaseEnd> ReleaseAsync(Direction direction, TimeSpan timeout, CancellationToken ct)
    {
        var ended = new TaskCompletionSource<ReleaseEnd>(TaskCreationOptions.RunContinuationsAsynchronously);
        CancellationTokenSource moving;
        lock (_gate)
        {
            if (_fire is not null) return Task.FromResult(ReleaseEnd.Interrupted);
            moving = _moving = CancellationTokenSource.CreateLinkedTokenSource(ct);
            _releasing = ended.Task;
        }
        // Outside the lock, here and below: a relay board that blocks must not keep fire from being heard.
        _ = ForwardAsync(ReleaseOnceAsync(direction, timeout, moving), ended);
        return ended.Task;
    }

    /// <summary>Opens and keeps trying until it is open or fire is reset. Returns at once; harmless when repeated.</summary>
    /// <param name="outcome">Told of every attempt, on any thread.</param>
    public void OpenForFire(Action<bool> outcome)
    {
        var held = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task moving;
        Task reset;
        lock (_gate)
        {
            if (_fire is not null) return;
            _fire = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            reset = _fire.Task;
            moving = Task.WhenAll(_releasing, _locking);
            _holding = held.Task;
            _ = _moving?.CancelAsync();
        }
        _ = ForwardAsync(HoldOpenAsync(moving, outcome, reset), held);
    }

    /// <summary>Ends fire, if there was one, and locks. False when the turnstile did not, or fire came meanwhile. Joins an attempt that is under way.</summary>
    public Task<bool> LockAsync(CancellationToken ct)
    {
        var locked = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        CancellationTokenSource moving;
        Task before;
        lock (_gate)
        {
            if (!_locking.IsCompleted) return _locking;
            _fire?.TrySetResult();
            _fire = null;
            moving = _moving = CancellationTokenSource.CreateLinkedTokenSource(ct);
            before = Task.WhenAll(_holding, _releasing);
            _locking = locked.Task;
        }
        _ = ForwardAsync(LockOnceAsync(before, moving), locked);
        return locked.Task;
    }

    private static async Task ForwardAsync<T>(Task<T> from, TaskCompletionSource<T> to) => to.SetResult(await from);

    private async Task<bool> LockOnceAsync(Task before, CancellationTokenSource cancel)
    {
        try
        {
            await Task.WhenAny(before, Task.Delay(Grace, time, cancel.Token));
            await turnstile.LockAsync(cancel.Token).WaitAsync(Grace, time, cancel.Token);
            _lockFault = null;
            return true;
        }
        catch (Exception e)
        {
            // Tried once a second: the log, which lies on a card, hears of every reason once.
            if (!cancel.IsCancellationRequested && Interlocked.Exchange(ref _lockFault, e.Message) != e.Message) logger.LogError(e, "The turnstile did not lock");
            return false;
        }
        finally
        {
            Moved(cancel);
        }
    }

    private async Task<ReleaseEnd> ReleaseOnceAsync(Direction direction, TimeSpan timeout, CancellationTokenSource cancel)
    {
        try
        {
            var result = await turnstile.ReleaseAsync(direction, timeout, cancel.Token).WaitAsync(timeout + Grace, time);
            return result switch
            {
                PassageResult.Passed => ReleaseEnd.Passed,
                PassageResult.TimedOut => ReleaseEnd.TimedOut,
                _ => ReleaseEnd.Fault,
            };
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            return ReleaseEnd.Interrupted;
        }
        catch (Exception e)
        {
            // A turnstile that throws or never answers is in an unknown state, whatever the exception says.
            logger.LogError(e, "The turnstile failed during a release");
            await cancel.CancelAsync();
            return ReleaseEnd.Fault;
        }
        finally
        {
            Moved(cancel);
        }
    }

    private void Moved(CancellationTokenSource cancel)
    {
        lock (_gate)
        {
            if (_moving == cancel) _moving = null;
            // Under the lock, so that fire never cancels what is disposed; undisposed it would stay linked to the gate's life.
            cancel.Dispose();
        }
    }

    /// <summary>True when it stands open, false when fire was reset before.</summary>
    private async Task<bool> HoldOpenAsync(Task moving, Action<bool> outcome, Task reset)
    {
        await Task.WhenAny(moving, Task.Delay(FirePatience, time));
        var again = !moving.IsCompleted;
        while (!reset.IsCompleted)
        {
            try
            {
                await Task.WhenAny(turnstile.HoldOpenAsync(CancellationToken.None), reset).Unwrap();
                if (reset.IsCompleted) break;
                outcome(true);
                if (!again) return true;
                // A movement that would not stop ends locked, as movements do: then open once more.
                await Task.WhenAny(moving, reset);
                again = false;
            }
            catch (Exception e)
            {
                logger.LogCritical(e, "The turnstile did not open for fire; trying again");
                outcome(false);
                await Task.WhenAny(Task.Delay(HoldAgainAfter, time), reset);
            }
        }
        return false;
    }
}
