namespace StudySpot.Edge.Devices;

/// <summary>Waiting on a reader's own thread, by the given clock.</summary>
internal static class Pause
{
    /// <summary>Returns after the time, or as soon as the token is cancelled.</summary>
    public static void For(TimeSpan length, TimeProvider time, CancellationToken ct)
    {
        using var over = new ManualResetEventSlim();
        using var timer = time.CreateTimer(static state => ((ManualResetEventSlim)state!).Set(), over, length, Timeout.InfiniteTimeSpan);
        try
        {
            over.Wait(ct);
        }
        catch (OperationCanceledException)
        {
            // The caller's loop looks at the token.
        }
    }
}
