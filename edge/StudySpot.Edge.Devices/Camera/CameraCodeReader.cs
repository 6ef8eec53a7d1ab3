using System.Runtime.CompilerServices;
using System.Threading.Channels;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Devices.Camera;

/// <summary>
/// Reads QR codes from a camera: an ffmpeg child process writes frames, libzbar reads them. A child that ends or falls
/// silent is replaced. A code is yielded for every frame it is seen in: what counts as shown again is the gate's to say.
/// </summary>
public sealed class CameraCodeReader : ICodeReader
{
    /// <summary>No frame for this long is a loss; below the 5 s within which <see cref="ICodeReader"/> promises to say so.</summary>
    private static readonly TimeSpan FrameOverdue = TimeSpan.FromSeconds(4);

    /// <summary>A child that never showed a frame gets longer before it is replaced: ffmpeg looks at a stream for up to 5 s first.</summary>
    private static readonly TimeSpan FirstFrameOverdue = TimeSpan.FromSeconds(15);

    private static readonly TimeSpan WatchEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Retries double from the first to the longest, so a camera that stays away costs at most 12 starts a minute.</summary>
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(5);

    /// <summary>A run this long was a good one: the next retry is quick again.</summary>
    private static readonly TimeSpan GoodRun = TimeSpan.FromSeconds(10);

    private readonly CameraOptions _options;
    private readonly TimeProvider _time;
    private readonly ReaderHealth _health = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _gate = new();
    private Task _running = Task.CompletedTask;
    private bool _disposed;
    private FfmpegProcess? _child;
    private long _childStartedAt;
    private long _lastFrameAt;
    private bool _framesCame;
    private string _lastFault = "no picture";

    public CameraCodeReader(CameraOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
    }

    public string Name => "camera";

    public Direction Direction => _options.Direction;

    /// <summary>Why the reader does not work, for a log; null while it does.</summary>
    public string? Fault => _health.Fault;

    public event Action<bool>? HealthChanged
    {
        add => _health.Changed += value;
        remove => _health.Changed -= value;
    }

    /// <exception cref="DllNotFoundException">libzbar0 is not installed.</exception>
    public async IAsyncEnumerable<ReadCode> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        if (!_running.IsCompleted) throw new InvalidOperationException("The reader is being read already.");
        using var scanner = new QrScanner();
        using var frames = new NewestFrame(CameraInput.WidthPx * CameraInput.HeightPx);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, _stop.Token);
        var codes = Channel.CreateBounded<ReadCode>(new BoundedChannelOptions(16)
        {
            FullMode = BoundedChannelFullMode.DropOldest,
            SingleReader = true,
            SingleWriter = true,
        });
        // Each on a thread of its own: the receiver's must live as long as its child (see FfmpegProcess).
        _running = Task.WhenAll(
            OnOwnThread(() => Receive(frames, stop.Token), codes.Writer),
            OnOwnThread(() => Decode(scanner, frames, codes.Writer, stop.Token), codes.Writer));
        try
        {
            await foreach (var code in codes.Reader.ReadAllAsync(CancellationToken.None)) yield return code;
        }
        finally
        {
            await stop.CancelAsync();
            await _running;
        }
        ct.ThrowIfCancellationRequested();
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, true)) return;
        await _stop.CancelAsync();
        // What it failed with was told to whoever read the codes.
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    /// <summary>Ends the codes when the work ends, so that whoever reads them is told of a bug instead of waiting for ever.</summary>
    private static Task OnOwnThread(Action work, ChannelWriter<ReadCode> codes) => Task.Factory.StartNew(() =>
    {
        try
        {
            work();
            codes.TryComplete();
        }
        catch (Exception e)
        {
            codes.TryComplete(e);
            throw;
        }
    }, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private static void Decode(QrScanner scanner, NewestFrame frames, ChannelWriter<ReadCode> codes, CancellationToken ct)
    {
        var texts = new List<string>();
        while (frames.TryFetch(out var frame, out var at, ct))
        {
            scanner.Scan(frame, CameraInput.WidthPx, CameraInput.HeightPx, texts);
            foreach (var text in texts) codes.TryWrite(new ReadCode(text, at));
            texts.Clear();
        }
    }

    private void Receive(NewestFrame frames, CancellationToken ct)
    {
        lock (_gate) _lastFrameAt = _time.GetTimestamp();
        using var watchdog = _time.CreateTimer(_ => Watch(), null, WatchEvery, WatchEvery);
        using var stopped = ct.Register(KillChild);
        var retry = FirstRetry;
        while (!ct.IsCancellationRequested)
        {
            var run = RunChild(frames, ct);
            if (run.EndOfClip || _time.GetElapsedTime(run.StartedAt) >= GoodRun) retry = FirstRetry;
            Pause.For(retry, _time, ct);
            retry = retry * 2 < LongestRetry ? retry * 2 : LongestRetry;
        }
    }

    /// <summary>Runs ffmpeg until it ends. <c>EndOfClip</c> is true when it showed frames and was content.</summary>
    private (long StartedAt, bool EndOfClip) RunChild(NewestFrame frames, CancellationToken ct)
    {
        var startedAt = _time.GetTimestamp();
        using var child = FfmpegProcess.TryStart(_options.Input, out var fault);
        lock (_gate)
        {
            (_child, _childStartedAt, _framesCame) = (child, startedAt, false);
            _lastFault = fault ?? "no picture";
        }
        // A stop that came while the child was being started found none to kill.
        if (ct.IsCancellationRequested) child?.Kill();
        while (child is not null && child.TryRead(frames.Filling))
        {
            var at = _time.GetTimestamp();
            frames.Publish(at);
            lock (_gate) (_lastFrameAt, _framesCame) = (at, true);
            _health.Works();
        }
        lock (_gate)
        {
            _child = null;
            if (child is null) return (startedAt, false);
            _lastFault = child.LastError ?? "ffmpeg ended";
            return (startedAt, _framesCame && child.EndedWell());
        }
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

    private void KillChild()
    {
        lock (_gate) _child?.Kill();
    }
}
