using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Runtime;

namespace StudySpot.Edge.Vision.Engine;

/// <summary>
/// Runs an analyser on a thread of its own and notices when it is stuck or fails: that one is given up, a new one takes its
/// place, and after too many replacements the engine rests and says so. Never throws for a broken engine: the gate goes on
/// with codes. One caller at a time.
/// </summary>
public sealed class WatchedEngine : IAsyncDisposable
{
    private readonly Func<IFrameAnalyser> _open;
    private readonly WatchedEngineOptions _options;
    private readonly TimeProvider _time;
    private readonly Queue<long> _failures = new();
    private EngineThread? _thread;
    private EngineHealth _health = new(false, "The face engine is starting.");

    /// <param name="open">Loads the models; called on the engine's thread, again for each replacement.</param>
    public WatchedEngine(Func<IFrameAnalyser> open, WatchedEngineOptions options, TimeProvider time) => (_open, _options, _time) = (open, options, time);

    public EngineHealth Health => Volatile.Read(ref _health);

    /// <summary>Raised at every change of <see cref="Health"/>, on the caller's thread.</summary>
    public event Action<EngineHealth>? HealthChanged;

    /// <summary>Loads and warms up, so that the first face does not wait. True when ready.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<bool> StartAsync(CancellationToken ct) => await ReadyThreadAsync(ct) is not null;

    /// <summary>What the frame shows, or null while there is no working engine.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public async ValueTask<FrameFaces?> AnalyseAsync(CameraFrame frame, CancellationToken ct)
    {
        if (await ReadyThreadAsync(ct) is not { } thread) return null;
        try
        {
            return await thread.AnalyseAsync(frame).WaitAsync(_options.FrameBudget, _time, ct);
        }
        catch (TimeoutException)
        {
            Fail($"Looking at one frame took longer than {_options.FrameBudget.TotalSeconds:0.#} s; the engine is replaced.");
        }
        catch (OperationCanceledException)
        {
            // The frame goes on without us, in a buffer that the next one would overwrite.
            _thread = null;
            thread.Abandon();
            throw;
        }
        catch (Exception e)
        {
            // The edge of the engine's loop: whatever broke, codes must go on being read.
            Fail(Describe(e));
        }
        return null;
    }

    public async ValueTask DisposeAsync()
    {
        if (_thread is not { } thread) return;
        _thread = null;
        thread.Abandon();
        // A stuck thread is a background thread: it cannot keep the process alive.
        await Task.WhenAny(thread.Ended, Task.Delay(_options.FrameBudget, _time));
    }

    private async ValueTask<EngineThread?> ReadyThreadAsync(CancellationToken ct)
    {
        if (_thread is { } running) return running;
        if (IsResting()) return null;
        var thread = new EngineThread(_open);
        try
        {
            await thread.Opened.WaitAsync(_options.StartBudget, _time, ct);
            _thread = thread;
            Say(new EngineHealth(true, null));
            return thread;
        }
        catch (TimeoutException)
        {
            Fail(thread, $"Loading the models took longer than {_options.StartBudget.TotalSeconds:0} s.");
        }
        catch (OperationCanceledException)
        {
            thread.Abandon();
            throw;
        }
        catch (Exception e)
        {
            Fail(thread, Describe(e));
        }
        return null;
    }

    private bool IsResting()
    {
        while (_failures.TryPeek(out var oldest) && _time.GetElapsedTime(oldest) >= _options.Window) _failures.Dequeue();
        return _failures.Count > _options.Restarts;
    }

    private void Fail(string problem)
    {
        var thread = _thread!;
        _thread = null;
        Fail(thread, problem);
    }

    private void Fail(EngineThread thread, string problem)
    {
        thread.Abandon();
        _failures.Enqueue(_time.GetTimestamp());
        Say(new EngineHealth(false, problem));
    }

    private static string Describe(Exception e) => e is ModelException ? e.Message : $"The face engine failed: {e.GetType().Name}: {e.Message}";

    private void Say(EngineHealth health)
    {
        if (Interlocked.Exchange(ref _health, health) != health) HealthChanged?.Invoke(health);
    }
}
