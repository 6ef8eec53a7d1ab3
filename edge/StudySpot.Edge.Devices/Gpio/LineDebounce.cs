namespace StudySpot.Edge.Devices.Gpio;

/// <summary>Keeps contact bounce from being seen, where the kernel cannot: a level counts once it was still for the given time.</summary>
public sealed class LineDebounce(TimeSpan still, TimeProvider time, bool level)
{
    private bool _seen = level;
    private long _seenAt;

    /// <summary>The level that counts.</summary>
    public bool Level { get; private set; } = level;

    /// <summary>Takes the level at one moment.</summary>
    /// <returns>True when the level that counts changed.</returns>
    public bool Sample(bool now, long at)
    {
        if (now != _seen) (_seen, _seenAt) = (now, at);
        if (_seen == Level || time.GetElapsedTime(_seenAt, at) < still) return false;
        Level = _seen;
        return true;
    }
}
