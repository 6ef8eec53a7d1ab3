using StudySpot.Cloud.Data;
using StudySpot.Cloud.Ingest.Writing;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Ingest.Intake;

/// <summary>One message, decoded and checked: what is to be stored of it.</summary>
/// <param name="Place">Null when nothing of it belongs to a known device.</param>
/// <param name="Events">Storable ones in sequence order, each sequence once.</param>
/// <param name="Runs">The sequences of <paramref name="Events"/> and of what was set aside though its sequence is known, lowest first.</param>
/// <param name="Asides">What could not be stored.</param>
/// <param name="Rows">The events as rows of a binary COPY.</param>
public sealed record Arrival(
    DevicePlace? Place,
    Guid Incarnation,
    IReadOnlyList<GateEvent> Events,
    IReadOnlyList<SequenceRun> Runs,
    IReadOnlyList<SetAside> Asides,
    RowBuffer Rows,
    DateTimeOffset ReceivedAt)
{
    public static Arrival OfNothingBut(SetAside aside) => new(null, Guid.Empty, [], [], [aside], RowBuffer.None, default);

    /// <summary>
    /// Parts of a message that PostgreSQL refused as a whole; of a single event, the event set aside, its sequence held.
    /// </summary>
    public IReadOnlyList<Arrival> Halves(string sqlState)
    {
        var topic = Topics.Events(Place?.DeviceId ?? "unknown");
        if (Events.Count == 0 || Place is null)
            return Asides.Count == 0 ? [] : throw new InvalidOperationException($"PostgreSQL refused a message without events: {sqlState}.");
        if (Events.Count == 1)
        {
            var aside = SetAside.Of(topic, $"refused_{sqlState}", Events[0]);
            return [this with { Events = [], Rows = RowBuffer.None, Asides = [.. Asides, aside] }];
        }
        var middle = Events.Count / 2;
        var border = Events[middle].Sequence;
        return [Part(Events.Take(middle), 0, border - 1, Asides), Part(Events.Skip(middle), border, long.MaxValue, [])];
    }

    private Arrival Part(IEnumerable<GateEvent> events, long from, long to, IReadOnlyList<SetAside> asides)
    {
        var part = events.ToList();
        var runs = Runs.Where(run => run.From <= to && run.To >= from)
            .Select(run => new SequenceRun(Math.Max(run.From, from), Math.Min(run.To, to)));
        return this with { Events = part, Runs = [.. runs], Asides = asides, Rows = EventRows.Encode(Place!, Incarnation, part, ReceivedAt) };
    }
}
