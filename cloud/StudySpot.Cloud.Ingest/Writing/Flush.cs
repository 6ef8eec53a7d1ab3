using StudySpot.Access;
using StudySpot.Cloud.Ingest.Intake;

namespace StudySpot.Cloud.Ingest.Writing;

/// <summary>One incarnation of one gate.</summary>
public readonly record struct StreamKey(TenantId Tenant, Guid Gate, Guid Incarnation);

/// <summary>What is written in one transaction. A sequence is in it at most once.</summary>
public sealed class Flush
{
    /// <summary>Beyond this a larger transaction gains nothing (measured with the ingest benchmark), and a refused one costs more to repeat.</summary>
    public const int MaxEvents = 8_000;

    private readonly List<Arrival> _arrivals = [];
    private readonly Dictionary<StreamKey, List<SequenceRun>> _runs = [];

    public IReadOnlyList<Arrival> Arrivals => _arrivals;

    public int Events { get; private set; }

    public bool IsFull => Events >= MaxEvents || _arrivals.Count >= MaxEvents;

    /// <summary>False when the arrival repeats a sequence that is already in the flush: it must wait for the next one.</summary>
    public bool TryAdd(Arrival arrival)
    {
        ArgumentNullException.ThrowIfNull(arrival);
        if (KeyOf(arrival) is { } key)
        {
            if (!_runs.TryGetValue(key, out var runs)) _runs[key] = runs = [];
            foreach (var run in arrival.Runs)
            {
                foreach (var other in runs)
                {
                    if (run.From <= other.To && other.From <= run.To) return false;
                }
            }
            runs.AddRange(arrival.Runs);
        }
        _arrivals.Add(arrival);
        Events += arrival.Events.Count;
        return true;
    }

    public static StreamKey? KeyOf(Arrival arrival)
    {
        ArgumentNullException.ThrowIfNull(arrival);
        return arrival is { Place: { } place, Runs.Count: > 0 } ? new StreamKey(place.Tenant, place.Gate.Value, arrival.Incarnation) : null;
    }
}
