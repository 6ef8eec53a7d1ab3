using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Health.Probes;

/// <summary>How often something happened within the last minutes, by a count that only grows.</summary>
public sealed class RecentCountProbe(string name, Func<long> count, TimeProvider time) : IHealthProbe
{
    /// <summary>Long enough that somebody who is told can still look who is inside.</summary>
    public static readonly TimeSpan Recently = TimeSpan.FromMinutes(10);

    private readonly Queue<(long At, long Count)> _seen = new();
    private long _before = count();

    public string Name => name;

    public string Unit => "";

    /// <summary>Once is enough.</summary>
    public HealthLimit Limit => new(1, 0);

    public int Confirmations => 1;

    public ValueTask<double?> MeasureAsync(CancellationToken ct)
    {
        var now = count();
        if (now > _before) _seen.Enqueue((time.GetTimestamp(), now - _before));
        _before = now;
        while (_seen.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) >= Recently) _seen.Dequeue();
        return ValueTask.FromResult<double?>(_seen.Sum(one => one.Count));
    }
}
