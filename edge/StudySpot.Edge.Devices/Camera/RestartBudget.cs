namespace StudySpot.Edge.Devices.Camera;

/// <summary>How long to wait before the child is started again. A camera that cannot be mended by starting it again is tried rarely.</summary>
internal sealed class RestartBudget(TimeProvider time)
{
    /// <summary>A camera on the network that starts anew takes about a minute: 12 retries of the longest kind.</summary>
    public const int Starts = 12;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>Beyond the budget. Short enough that a mended camera works before the installer has packed up.</summary>
    public static readonly TimeSpan LongPause = TimeSpan.FromSeconds(30);

    /// <summary>Retries double from the first to the longest, so a camera that stays away costs at most 12 starts a minute.</summary>
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(250);

    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Queue<long> _spent = new();
    private TimeSpan _pause = FirstPause;

    /// <summary>True when the window has seen as many restarts as it may.</summary>
    public bool IsSpent => _spent.Count >= Starts;

    /// <summary>The child ended: counts that.</summary>
    /// <param name="goodRun">It ran for long enough that the next retry may be quick again.</param>
    /// <returns>How long to wait before the next one.</returns>
    public TimeSpan Spend(bool goodRun)
    {
        var now = time.GetTimestamp();
        while (_spent.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) > Window) _spent.Dequeue();
        if (IsSpent) return LongPause;
        _spent.Enqueue(now);
        if (goodRun) _pause = FirstPause;
        var pause = _pause;
        _pause = _pause * 2 < LongestPause ? _pause * 2 : LongestPause;
        return pause;
    }
}
