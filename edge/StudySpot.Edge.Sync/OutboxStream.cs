namespace StudySpot.Edge.Sync;

/// <summary>
/// How far the events of one incarnation were sent and acknowledged. Pure bookkeeping: no I/O; times are timestamps of the
/// caller's clock. Used by one loop only.
/// </summary>
internal sealed class OutboxStream(Guid incarnation, SyncTimings timings, TimeProvider time)
{
    /// <summary>Batches on their way at once. Four of 256 KiB keep a link of 100 ms busy at 10 MB/s and cost 1 MiB.</summary>
    public const int MaxInFlight = 4;

    private readonly Queue<long> _inFlight = new();
    private TimeSpan _patience = timings.AckTimeout;
    private long _progressAt;

    public Guid Incarnation => incarnation;

    /// <summary>Where the next batch begins; 0 means at the oldest row.</summary>
    public long NextFrom { get; private set; }

    public bool HasRoom => _inFlight.Count < MaxInFlight;

    /// <summary>Time until the oldest batch counts as lost; infinite when nothing is on its way.</summary>
    public TimeSpan Remaining => _inFlight.Count == 0 ? Timeout.InfiniteTimeSpan : Positive(_patience - time.GetElapsedTime(_progressAt));

    public void Sent(long through)
    {
        if (_inFlight.Count == 0) _progressAt = time.GetTimestamp();
        _inFlight.Enqueue(through);
        NextFrom = through + 1;
    }

    public void Acknowledged(long through)
    {
        var progress = _inFlight.Count == 0;
        while (_inFlight.TryPeek(out var oldest) && oldest <= through) progress = _inFlight.TryDequeue(out _);
        // An acknowledgement that came twice says nothing about what is on its way now.
        if (!progress) return;
        _progressAt = time.GetTimestamp();
        _patience = timings.AckTimeout;
    }

    /// <summary>Starts again at the oldest row when no acknowledgement came in time.</summary>
    public bool RewindWhenOverdue()
    {
        if (_inFlight.Count == 0 || Remaining > TimeSpan.Zero) return false;
        Rewind();
        _patience = _patience * 2 < timings.AckTimeoutLimit ? _patience * 2 : timings.AckTimeoutLimit;
        return true;
    }

    /// <summary>Starts again at the oldest row on a new connection, with the patience of the first time.</summary>
    public void Restart()
    {
        Rewind();
        _patience = timings.AckTimeout;
    }

    /// <summary>Forgets what is on its way; everything not acknowledged is sent again.</summary>
    public void Rewind()
    {
        _inFlight.Clear();
        NextFrom = 0;
    }

    private static TimeSpan Positive(TimeSpan span) => span < TimeSpan.Zero ? TimeSpan.Zero : span;
}
