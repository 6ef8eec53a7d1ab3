using System.Runtime.CompilerServices;
using System.Threading.Channels;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Devices.Lines;

/// <summary>What serial and keyboard scanners share: opened again by itself after unplugging, muted while it floods garbage.</summary>
public abstract class LineCodeReader : ICodeReader
{
    /// <summary>How long a stop may go unnoticed while the line is silent.</summary>
    private const int StopPollMs = 200;

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(2);

    private readonly TimeProvider _time;
    private readonly int _pauseMs;
    private readonly ReaderHealth _health = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private bool _disposed;

    /// <param name="pause">Silence that ends a code without an end of its own.</param>
    private protected LineCodeReader(string name, Direction direction, TimeSpan pause, TimeProvider time)
    {
        Name = name;
        Direction = direction;
        _pauseMs = (int)Math.Ceiling(pause.TotalMilliseconds);
        _time = time;
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public Direction Direction { get; }

    /// <summary>Why the reader does not work, for a log; null while it does.</summary>
    public string? Fault => _health.Fault;

    /// <inheritdoc/>
    public ReaderFault FaultKind => _health.Kind;

    /// <inheritdoc/>
    public event Action<bool>? HealthChanged
    {
        add => _health.Changed += value;
        remove => _health.Changed -= value;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ReadCode> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        if (!_running.IsCompleted) throw new InvalidOperationException("The reader is being read already.");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct, _stop.Token);
        // A gate that is busy keeps the newest few: whoever showed an older code has gone or shows it again.
        var codes = Channel.CreateBounded<ReadCode>(new BoundedChannelOptions(16)
        {
            FullMode = BoundedChannelFullMode.DropOldest,
            SingleReader = true,
            SingleWriter = true,
        });
        _running = Task.Factory.StartNew(
            () => Run(codes.Writer, stop.Token), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
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
        GC.SuppressFinalize(this);
        if (Interlocked.Exchange(ref _disposed, true)) return;
        await _stop.CancelAsync();
        // What it failed with was told to whoever read the codes.
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    /// <summary>Opens the device.</summary>
    /// <param name="fault">Why it cannot be; null exactly when it is open.</param>
    private protected abstract IByteLine? TryOpen(out string? fault);

    private protected abstract ICodeFraming NewFraming();

    private void Run(ChannelWriter<ReadCode> codes, CancellationToken ct)
    {
        var retry = FirstRetry;
        try
        {
            while (!ct.IsCancellationRequested)
            {
                var openedAt = _time.GetTimestamp();
                using (var line = TryOpen(out var fault))
                {
                    if (line is null)
                    {
                        _health.Lost(fault!);
                    }
                    else
                    {
                        _health.Works();
                        Listen(line, codes, ct);
                        // A line that closes as soon as it is open must not be tried, and reported, four times a second.
                        if (_time.GetElapsedTime(openedAt) > LongestRetry) retry = FirstRetry;
                    }
                }
                if (ct.IsCancellationRequested) break;
                Devices.Pause.For(retry, _time, ct);
                retry = retry * 2 < LongestRetry ? retry * 2 : LongestRetry;
            }
        }
        finally
        {
            codes.TryComplete();
        }
    }

    /// <summary>Reads until the line is lost or the reader stopped.</summary>
    private void Listen(IByteLine line, ChannelWriter<ReadCode> codes, CancellationToken ct)
    {
        var framing = NewFraming();
        var mute = new FloodMute(_time);
        var buffer = new byte[4096];
        var ended = new List<ReadCode>();
        while (!ct.IsCancellationRequested)
        {
            var state = line.Wait(framing.Open ? _pauseMs : StopPollMs);
            if (state == LineState.Silent)
            {
                if (mute.EndsAt(_time.GetTimestamp())) _health.Works();
                framing.Pause(ended);
            }
            else
            {
                var read = state == LineState.Ready ? line.Read(buffer) : -1;
                if (read < 0)
                {
                    _health.Lost("the line was closed by the other end or unplugged");
                    return;
                }
                if (read == 0) continue;
                var at = _time.GetTimestamp();
                mute.Heard(mute.IsMuted ? 0 : framing.Push(buffer.AsSpan(0, read), at, ended), at);
            }
            // Judged before it is passed on: of a flood only the beginning gets through.
            foreach (var code in ended)
            {
                if (mute.Admit(code.Text, code.LastByteAt)) codes.TryWrite(code);
            }
            ended.Clear();
            if (!mute.IsMuted) continue;
            framing.Reset();
            _health.Lost(ReaderFault.Muted, "muted: the line floods garbage");
        }
    }
}
