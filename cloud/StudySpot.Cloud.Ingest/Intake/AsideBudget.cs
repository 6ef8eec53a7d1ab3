using System.Collections.Concurrent;

namespace StudySpot.Cloud.Ingest.Intake;

/// <summary>
/// Bounds how many whole messages of one device are set aside: a broken device repeats itself for ever. Bad events of a
/// good batch are not counted here: each is stored once, with its acknowledgement. Safe for concurrent use.
/// </summary>
public sealed class AsideBudget(TimeProvider time)
{
    /// <summary>Enough to diagnose; at 64 KiB each, at most 6.4 MB an hour and device.</summary>
    public const int PerHour = 100;

    private readonly ConcurrentDictionary<string, (DateTimeOffset Since, int Count)> _spent = new(StringComparer.Ordinal);

    public bool TrySpend(string deviceId)
    {
        var now = time.GetUtcNow();
        var spent = _spent.AddOrUpdate(deviceId, (now, 1), (_, old) => now - old.Since > TimeSpan.FromHours(1) ? (now, 1) : (old.Since, old.Count + 1));
        return spent.Count <= PerHour;
    }
}
