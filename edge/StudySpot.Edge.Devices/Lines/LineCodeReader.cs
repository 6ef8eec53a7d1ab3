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
    private readonly ReadingThread _thread = new();

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
    public IAsyncEnumerable<ReadCode> ReadAsync(CancellationToken ct) => _thread.ReadAsync(Run, ct);

    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return _thread.DisposeAsync();
    }

    /// <summary>Opens the device.</summary>
    /// <param name="fault">Why it cannot be; null exactly when it is open.</param>
    private protected abstract IByteLine? TryOpen(out string? fault);

    private protected abstract ICodeFraming NewFraming();

    private void Run(ChannelWriter<ReadCode> codes, CancellationToken ct)
    {
        var retry = FirstRetry;
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
