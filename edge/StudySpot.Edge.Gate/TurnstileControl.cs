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

    /// <summary>Fire was heard and not reset.</summary>
    public bool FireHeld
    {
        get { lock (_gate) return _fire is not null; }
    }

    /// <summary>Releases once. The relay has been called when this returns its task, which never fails.</summary>
    public Task<ReleaseEnd> ReleaseAsync(Direction direction, TimeSpan timeout, CancellationToken ct)
    {
        lock (_gate)
        {
            if (_fire is not null) return Task.FromResult(ReleaseEnd.Interrupted);
            _moving = CancellationTokenSource.CreateLinkedTokenSource(ct);
            return _releasing = ReleaseOnceAsync(direction, timeout, _moving);
        }
    }

    /// <summary>Opens and keeps trying until it is open or fire is reset. Returns at once; harmless when repeated.</summary>
    /// <param name="outcome">Told of every attempt, on any thread.</param>
    public void OpenForFire(Action<bool> outcome)
    {
        lock (_gate)
        {
            if (_fire is not null) return;
            _fire = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _holding = HoldOpenAsync(Task.WhenAll(_releasing, _locking), outcome, _fire.Task);
            _ = _moving?.CancelAsync();
        }
    }

    /// <summary>Ends fire, if there was one, and locks. False when the turnstile did not, or fire came meanwhile. Joins an attempt that is under way.</summary>
    public Task<bool> LockAsync(CancellationToken ct)
    {
        lock (_gate)
        {
            if (!_locking.IsCompleted) return _locking;
            _fire?.TrySetResult();
            _fire = null;
            _moving = CancellationTokenSource.CreateLinkedTokenSource(ct);
            return _locking = LockOnceAsync(_holding, _moving);
        }
    }

    private async Task<bool> LockOnceAsync(Task holding, CancellationTokenSource cancel)
    {
        try
        {
            await holding.WaitAsync(Grace, time, cancel.Token);
            await turnstile.LockAsync(cancel.Token).WaitAsync(Grace, time, cancel.Token);
            return true;
        }
        catch (Exception e)
        {
            if (!cancel.IsCancellationRequested) logger.LogError(e, "The turnstile did not lock");
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

    private async Task HoldOpenAsync(Task moving, Action<bool> outcome, Task reset)
    {
        await Task.WhenAny(moving, Task.Delay(FirePatience, time));
        var again = !moving.IsCompleted;
        while (!reset.IsCompleted)
        {
            try
            {
                await Task.WhenAny(turnstile.HoldOpenAsync(CancellationToken.None), reset).Unwrap();
                if (reset.IsCompleted) return;
                outcome(true);
                if (!again) return;
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
    }
}
