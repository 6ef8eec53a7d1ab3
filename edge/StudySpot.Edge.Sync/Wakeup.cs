using System.Threading.Channels;

namespace StudySpot.Edge.Sync;

/// <summary>Lets one loop wait for "something happened" or for a time, whichever is first. Many signals while it works count as one.</summary>
internal sealed class Wakeup : IDisposable
{
    private readonly Channel<bool> _signals = Channel.CreateBounded<bool>(new BoundedChannelOptions(1)
    {
        FullMode = BoundedChannelFullMode.DropWrite,
        SingleReader = true,
    });
    private readonly ITimer _timer;

    public Wakeup(TimeProvider time) => _timer = time.CreateTimer(_ => Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);

    /// <summary>Never blocks.</summary>
    public void Set() => _signals.Writer.TryWrite(true);

    /// <summary>May return early; callers look again at what they wait for.</summary>
    public async Task WaitAsync(TimeSpan limit, CancellationToken ct)
    {
        if (limit != Timeout.InfiniteTimeSpan) _timer.Change(limit < TimeSpan.Zero ? TimeSpan.Zero : limit, Timeout.InfiniteTimeSpan);
        await _signals.Reader.ReadAsync(ct);
        _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Dispose() => _timer.Dispose();
}
