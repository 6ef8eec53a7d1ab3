using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Devices.Camera;

/// <summary>
/// One camera for everybody who looks at it: a child process writes frames to a pipe, the newest wins. It starts with the
/// first who asks. A child that ends, falls silent or shows the same picture for ever is replaced. Safe for concurrent use.
/// </summary>
public sealed class SharedCamera : ICameraFrames, IAsyncDisposable
{
    /// <summary>No frame for this long is a loss; below the 5 s within which <see cref="ICodeReader"/> promises to say so.</summary>
    private static readonly TimeSpan FrameOverdue = TimeSpan.FromSeconds(4);

    /// <summary>A child that never showed a frame gets longer before it is replaced: ffmpeg looks at a stream for up to 5 s first.</summary>
    private static readonly TimeSpan FirstFrameOverdue = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>How often a device that is not there is looked for; costs one look at the file system.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromMilliseconds(500);

    /// <summary>A run this long was a good one: the next retry is quick again.</summary>
    private static readonly TimeSpan GoodRun = TimeSpan.FromSeconds(10);

    private readonly CameraOptions _options;
    private readonly TimeProvider _time;
    private readonly ReaderHealth _health = new();
    private readonly FrameBoard _board = new(CameraInput.WidthPx * CameraInput.HeightPx * 3);
    private readonly RestartBudget _budget;
    private readonly PictureWatch? _picture;
    private readonly FrameRate _rate;
    private readonly byte[] _planes;
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Task? _running;
    private bool _disposed;
    private CameraProcess? _child;
    private long _childStartedAt;
    private long _lastFrameAt;
    private bool _framesCame;
    private bool _everCame;
    private int _starts;
    private string _lastFault = "no picture";
    private ReaderFault? _standing;

    public SharedCamera(CameraOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _time = time;
        _budget = new RestartBudget(time);
        _picture = options.WatchPicture ?? options.Input.IsLive ? new PictureWatch(time) : null;
        _rate = new FrameRate(time);
        _planes = options.Input.Pixels == CameraPixels.I420 ? new byte[CameraInput.WidthPx * CameraInput.HeightPx / 2 * 3] : [];
    }

    /// <inheritdoc/>
    public string Name => _options.Name;

    /// <summary>Why the camera does not work, for a log; null while it does.</summary>
    public string? Fault => _health.Fault;

    /// <inheritdoc cref="ICodeReader.FaultKind"/>
    public ReaderFault FaultKind => _health.Kind;

    /// <summary>Null before anything is known.</summary>
    public bool? IsHealthy => _health.IsHealthy;

    public CameraReport Report
    {
        get
        {
            // Never both locks at once: handlers of the health's event run under its own.
            var fault = Fault;
            lock (_gate)
            {
                var now = _time.GetTimestamp();
                return new CameraReport(fault, _everCame ? _time.GetElapsedTime(_lastFrameAt, now) : null, _rate.PerSecond(now), Math.Max(0, _starts - 1));
            }
        }
    }

    /// <summary>Raised with true when the camera works, with false when it was lost or cannot see; on any thread.</summary>
    public event Action<bool>? HealthChanged
    {
        add => _health.Changed += value;
        remove => _health.Changed -= value;
    }

    /// <inheritdoc/>
    /// <remarks>The picture alone, without the white that makes every frame of one size.</remarks>
    public async ValueTask NextAsync(CameraFrame into, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(into);
        Start();
        await _board.NewerAsync(into.Number, ct);
        using var view = _board.Take();
        var (left, top, width, height) = PictureMargin.Find(view.Pixels, CameraInput.WidthPx, CameraInput.HeightPx);
        const int stride = CameraInput.WidthPx * 3;
        into.Set(view.Pixels[((top * stride) + (left * 3))..], stride, width, height, view.Number, view.At);
    }

    /// <summary>As <see cref="NextAsync"/>, in grey, on a thread that may wait.</summary>
    /// <param name="number">Number of the picture looked at last; 0 for none.</param>
    /// <param name="grey">One byte a pixel of <see cref="CameraInput.WidthPx"/> × <see cref="CameraInput.HeightPx"/>.</param>
    /// <returns>The picture's number and timestamp.</returns>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    internal (long Number, long At) NextGrey(long number, Span<byte> grey, CancellationToken ct)
    {
        Start();
        _board.NewerAsync(number, ct).GetAwaiter().GetResult();
        using var view = _board.Take();
        PixelMaths.BgrToGrey(view.Pixels, grey);
        return (view.Number, view.At);
    }

    public async ValueTask DisposeAsync()
    {
        Task? running;
        lock (_gate)
        {
            if (_disposed) return;
            (_disposed, running) = (true, _running);
        }
        await _stop.CancelAsync();
        // What it failed with was told to whoever waited for a frame.
        if (running is not null) await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private void Start()
    {
        lock (_gate)
        {
            if (_running is not null || _disposed) return;
            _lastFrameAt = _time.GetTimestamp();
            // A thread of its own that lives as long as its child (see CameraProcess).
            _running = Task.Factory.StartNew(() => Receive(_stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
    }

    private void Receive(CancellationToken ct)
    {
        try
        {
            using var watchdog = _time.CreateTimer(_ => Watch(), null, WatchEvery, WatchEvery);
            using var stopped = ct.Register(KillChild);
            while (!ct.IsCancellationRequested)
            {
                if (_options.Input.Missing() is { } missing)
                {
                    lock (_gate) _lastFault = missing;
                    _health.Lost(missing);
                    Pause.For(LookAgain, _time, ct);
                    continue;
                }
                var run = RunChild(ct);
                // The end of a clip is no failure.
                var pause = run.EndOfClip ? WatchEvery : _budget.Spend(goodRun: _time.GetElapsedTime(run.StartedAt) >= GoodRun);
                if (!run.EndOfClip && _budget.IsSpent) Exhausted();
                Pause.For(pause, _time, ct);
            }
        }
        catch (Exception e)
        {
            _health.Lost("the camera's thread failed");
            _board.Fail(e);
            throw;
        }
    }

    /// <summary>Runs the child until it ends. <c>EndOfClip</c> is true when it showed frames and was content.</summary>
    private (long StartedAt, bool EndOfClip) RunChild(CancellationToken ct)
    {
        var startedAt = _time.GetTimestamp();
        using var child = CameraProcess.TryStart(_options.Input, out var fault);
        lock (_gate)
        {
            (_child, _childStartedAt, _framesCame) = (child, startedAt, false);
            _starts++;
            _lastFault = fault ?? "no picture";
        }
        // A stop that came while the child was being started found none to kill.
        if (ct.IsCancellationRequested) child?.Kill();
        while (child is not null && TryReceive(child)) { }
        var lastWords = child?.LastWords();
        lock (_gate)
        {
            _child = null;
            if (child is null) return (startedAt, false);
            _lastFault = lastWords ?? "the camera's program ended";
            return (startedAt, _framesCame && child.EndedWell());
        }
    }

    private bool TryReceive(CameraProcess child)
    {
        var direct = _options.Input.Pixels == CameraPixels.Bgr;
        if (!child.TryRead(direct ? _board.Filling : _planes)) return false;
        var at = _time.GetTimestamp();
        if (!direct) PixelMaths.I420ToBgr(_planes, CameraInput.WidthPx, CameraInput.HeightPx, _board.Filling);
        var seen = _picture?.Look(_board.Filling, CameraInput.WidthPx, CameraInput.HeightPx, at);
        _board.Publish(at);
        lock (_gate)
        {
            (_lastFrameAt, _framesCame, _everCame) = (at, true, true);
            _rate.Count(at);
        }
        if (seen is { } fault) _health.Lost(fault, Words(fault));
        else _health.Works();
        var froze = seen == ReaderFault.Frozen && _standing != seen;
        _standing = seen;
        // Once: a driver that is stuck may be mended by opening it again. If not, starting for ever would not help either.
        return !froze;
    }

    private void Watch()
    {
        string? fault = null;
        lock (_gate)
        {
            if (_time.GetElapsedTime(_lastFrameAt) >= FrameOverdue) fault = _lastFault;
            var silentSince = Math.Max(_lastFrameAt, _childStartedAt);
            if (_time.GetElapsedTime(silentSince) >= (_framesCame ? FrameOverdue : FirstFrameOverdue)) _child?.Kill();
        }
        if (fault is not null) _health.Lost(fault);
    }

    private void Exhausted()
    {
        string fault;
        lock (_gate)
        {
            fault = $"started {RestartBudget.Starts} times within {RestartBudget.Window.TotalMinutes:0} min, "
                + $"now every {RestartBudget.LongPause.TotalSeconds:0} s: {_lastFault}";
            _lastFault = fault;
        }
        _health.Lost(fault);
    }

    private void KillChild()
    {
        lock (_gate) _child?.Kill();
    }

    private static string Words(ReaderFault fault) => fault switch
    {
        ReaderFault.Blank => "the picture is one plain surface: is the lens covered?",
        ReaderFault.Dark => "the picture is too dark to see people: is the light on?",
        ReaderFault.Bright => "the picture is white: does the camera look into a light?",
        _ => "the picture never changes: the camera or its driver is stuck",
    };
}
