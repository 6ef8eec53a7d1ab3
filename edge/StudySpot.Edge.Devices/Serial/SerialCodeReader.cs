using System.Runtime.CompilerServices;
using System.Threading.Channels;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Devices.Serial;

/// <summary>A code scanner on a serial line (USB CDC, USB-serial or UART). Opens again by itself after it was unplugged.</summary>
public sealed class SerialCodeReader : ICodeReader
{
    /// <summary>
    /// Silence that ends a code without line end: three times the 16 ms for which FTDI's USB-serial chips hold back an
    /// incomplete packet (AN232B-04, latency timer), rounded up.
    /// </summary>
    private const int PauseMs = 50;

    /// <summary>How long a stop may go unnoticed while the line is silent.</summary>
    private const int StopPollMs = 200;

    /// <summary>Quiet that ends muting: longer than any pause inside a burst, short enough that people wait for it.</summary>
    private static readonly TimeSpan QuietAfterFlood = TimeSpan.FromSeconds(2);

    private static readonly TimeSpan FirstRetry = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(2);

    private readonly SerialOptions _options;
    private readonly TimeProvider _time;
    private readonly ReaderHealth _health = new();
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;
    private bool _disposed;

    public SerialCodeReader(SerialOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
    }

    public string Name => "reader:serial";

    public Direction Direction => _options.Direction;

    /// <summary>Why the reader does not work, for a log; null while it does.</summary>
    public string? Fault => _health.Fault;

    /// <inheritdoc/>
    public ReaderFault FaultKind => _health.Kind;

    public event Action<bool>? HealthChanged
    {
        add => _health.Changed += value;
        remove => _health.Changed -= value;
    }

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
        if (Interlocked.Exchange(ref _disposed, true)) return;
        await _stop.CancelAsync();
        // What it failed with was told to whoever read the codes.
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private void Run(ChannelWriter<ReadCode> codes, CancellationToken ct)
    {
        var retry = FirstRetry;
        try
        {
            while (!ct.IsCancellationRequested)
            {
                var openedAt = _time.GetTimestamp();
                using (var line = SerialLine.TryOpen(_options.Path, _options.Baud, out var fault))
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
                Pause.For(retry, _time, ct);
                retry = retry * 2 < LongestRetry ? retry * 2 : LongestRetry;
            }
        }
        finally
        {
            codes.TryComplete();
        }
    }

    /// <summary>Reads until the line is lost or the reader stopped.</summary>
    private void Listen(SerialLine line, ChannelWriter<ReadCode> codes, CancellationToken ct)
    {
        var framing = new CodeFraming();
        var guard = new FloodGuard(_time);
        var buffer = new byte[4096];
        var ended = new List<ReadCode>();
        var muted = false;
        var lastByteAt = _time.GetTimestamp();
        while (!ct.IsCancellationRequested)
        {
            var state = line.Wait(framing.Open ? PauseMs : StopPollMs);
            if (state == LineState.Silent)
            {
                if (muted && _time.GetElapsedTime(lastByteAt) >= QuietAfterFlood)
                {
                    muted = false;
                    guard.Reset();
                    _health.Works();
                }
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
                lastByteAt = _time.GetTimestamp();
                if (muted) continue;
                muted = !guard.Admit(framing.Push(buffer.AsSpan(0, read), lastByteAt, ended), lastByteAt);
            }
            foreach (var code in ended)
            {
                // Judged before it is passed on: of a flood only the beginning gets through.
                muted = !guard.Admit(code.Text, code.LastByteAt) || muted;
                if (!muted) codes.TryWrite(code);
            }
            ended.Clear();
            if (!muted) continue;
            framing.Reset();
            _health.Lost(ReaderFault.Muted, "muted: the line floods garbage");
        }
    }
}

/// <summary>Where a serial scanner is.</summary>
/// <param name="Path">Device, such as <c>/dev/serial/by-id/…</c>: that name stays the same when it is plugged in again.</param>
/// <param name="Baud">Bits a second; USB CDC scanners ignore it.</param>
public sealed record SerialOptions(string Path, int Baud, Direction Direction);
