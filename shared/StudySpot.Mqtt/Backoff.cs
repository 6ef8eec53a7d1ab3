namespace StudySpot.Mqtt;

/// <summary>
/// Waits between attempts: doubling from half a second to half a minute, of which a random half is taken off, so that
/// gates cut off together do not come back together (AWS Architecture Blog, "Exponential Backoff And Jitter", equal jitter).
/// </summary>
internal sealed class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);
    private int _failures;

    /// <summary>The wait before the next attempt.</summary>
    public TimeSpan Next()
    {
        var ceiling = TimeSpan.FromTicks(Math.Min(Longest.Ticks, First.Ticks << Math.Min(_failures, 10)));
        _failures++;
        return ceiling * (0.5 + (Random.Shared.NextDouble() / 2));
    }

    /// <summary>After a connection that lasted.</summary>
    public void Reset() => _failures = 0;
}
