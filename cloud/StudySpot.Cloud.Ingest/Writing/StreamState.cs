using StudySpot.Cloud.Data;
using StudySpot.Cloud.Ingest.Intake;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Ingest.Writing;

/// <summary>One locked row of gate_stream while a flush is applied to it.</summary>
internal sealed class StreamState(DevicePlace place, Guid incarnation)
{
    private readonly List<GateEvent> _fresh = [];

    public DevicePlace Place => place;
    public Guid Incarnation => incarnation;
    public HeldSequences Held { get; set; } = HeldSequences.Empty;
    public List<Arrival> Arrivals { get; } = [];

    /// <summary>Some of the flush is held already: the insert must leave it out.</summary>
    public bool HasKnown { get; private set; }

    /// <summary>Runs that do not fit (see <see cref="HeldSequences.MaxRuns"/>): not stored, not acknowledged.</summary>
    public List<SequenceRun> Refused { get; } = [];

    /// <summary>Adds what the arrivals bring to what is held.</summary>
    public void Apply()
    {
        foreach (var arrival in Arrivals)
        {
            if (arrival.Runs.Any(Held.Overlaps))
            {
                HasKnown = true;
                _fresh.AddRange(arrival.Events.Where(e => !Held.Holds(e.Sequence)));
            }
            else
            {
                _fresh.AddRange(arrival.Events);
            }
            foreach (var run in arrival.Runs)
            {
                if (!Held.TryAdd(run)) Refused.Add(run);
            }
        }
        if (Refused.Count > 0) _fresh.RemoveAll(e => !Held.Holds(e.Sequence));
    }

    public int EventCount => Arrivals.Sum(arrival => arrival.Events.Count);

    public CommittedStream ToCommitted() => new(place, incarnation, Held.Through, _fresh, Held.Ahead.Count > 0);
}
