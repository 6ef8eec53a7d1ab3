using System.Text.Json;
using StudySpot.Cloud.Data;
using StudySpot.Cloud.Ingest.Writing;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Ingest.Intake;

/// <summary>
/// Turns the bytes of an event batch into an <see cref="Arrival"/>. Pure, never throws on any bytes. A bad event does not
/// take its neighbours along: it is set aside, and when its sequence can be read that sequence counts as held, so that the
/// gate's acknowledgement does not wait for an event that will never become better.
/// </summary>
public static class BatchReader
{
    public static Arrival Read(string topic, ReadOnlyMemory<byte> payload, DevicePlace place, DateTimeOffset receivedAt)
    {
        ArgumentNullException.ThrowIfNull(place);
        var fault = Payload.TryDecode(payload, ContractsJson.Default.EventBatch, out var batch);
        if (fault == PayloadFault.None && batch!.Incarnation != Guid.Empty && batch.Events is not null && !batch.Events.Any(e => e is null))
            return Build(topic, place, batch.Incarnation, batch.Events, new Gathered(), receivedAt);
        if (fault is PayloadFault.None or PayloadFault.BadJson && ReadOneByOne(topic, payload, place, receivedAt) is { } rescued) return rescued;
        return Arrival.OfNothingBut(SetAside.Of(topic, fault switch
        {
            PayloadFault.Empty => "empty",
            PayloadFault.TooLarge => "too_large",
            PayloadFault.BadCompression => "bad_compression",
            _ => "bad_json",
        }, payload.Span));
    }

    /// <summary>For a batch that does not read as a whole. Null when it is no JSON object with an incarnation and events.</summary>
    private static Arrival? ReadOneByOne(string topic, ReadOnlyMemory<byte> payload, DevicePlace place, DateTimeOffset receivedAt)
    {
        if (Payload.TryDecode(payload, LooseJson.Default.JsonDocument, out var document) != PayloadFault.None) return null;
        using (document)
        {
            var root = document!.RootElement;
            if (root.ValueKind != JsonValueKind.Object
                || !root.TryGetProperty("incarnation", out var word) || word.ValueKind != JsonValueKind.String
                || !word.TryGetGuid(out var incarnation) || incarnation == Guid.Empty
                || !root.TryGetProperty("events", out var items) || items.ValueKind != JsonValueKind.Array) return null;
            var gathered = new Gathered();
            var events = new List<GateEvent>();
            foreach (var item in items.EnumerateArray())
            {
                if (TryRead(item) is { } e)
                {
                    events.Add(e);
                    continue;
                }
                gathered.Asides.Add(SetAside.Of(topic, "bad_event", System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(item)));
                if (item.ValueKind == JsonValueKind.Object && item.TryGetProperty("sequence", out var number)
                    && number.ValueKind == JsonValueKind.Number && number.TryGetInt64(out var sequence) && EventCheck.IsSequence(sequence))
                    gathered.Sequences.Add(sequence);
            }
            return Build(topic, place, incarnation, events, gathered, receivedAt);
        }
    }

    private static GateEvent? TryRead(JsonElement item)
    {
        try
        {
            // The detail must outlive the document: it is read into its own memory.
            return item.Deserialize(ContractsJson.Default.GateEvent);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or NotSupportedException)
        {
            return null;
        }
    }

    private static Arrival Build(string topic, DevicePlace place, Guid incarnation, IReadOnlyList<GateEvent> events, Gathered gathered, DateTimeOffset receivedAt)
    {
        var good = new List<GateEvent>(events.Count);
        var (last, inOrder) = (0L, true);
        foreach (var e in events)
        {
            if (EventCheck.FaultOf(e) is { } fault)
            {
                gathered.Asides.Add(SetAside.Of(topic, fault, e));
                if (EventCheck.IsSequence(e.Sequence)) gathered.Sequences.Add(e.Sequence);
                continue;
            }
            inOrder &= e.Sequence > last;
            last = e.Sequence;
            good.Add(e);
        }
        if (!inOrder) good = [.. good.OrderBy(e => e.Sequence).DistinctBy(e => e.Sequence)];
        return new Arrival(place, incarnation, good, RunsOf(good, gathered.Sequences), gathered.Asides, EventRows.Encode(place, incarnation, good, receivedAt), receivedAt);
    }

    private static List<SequenceRun> RunsOf(List<GateEvent> good, List<long> asides)
    {
        IEnumerable<long> sequences = good.Select(e => e.Sequence);
        if (asides.Count > 0) sequences = sequences.Concat(asides).Order();
        var runs = new List<SequenceRun>(1);
        foreach (var sequence in sequences)
        {
            if (runs.Count > 0 && sequence <= runs[^1].To + 1) runs[^1] = runs[^1] with { To = sequence };
            else runs.Add(new SequenceRun(sequence, sequence));
        }
        return runs;
    }

    private sealed class Gathered
    {
        public List<SetAside> Asides { get; } = [];
        public List<long> Sequences { get; } = [];
    }
}

[System.Text.Json.Serialization.JsonSerializable(typeof(JsonDocument))]
internal sealed partial class LooseJson : System.Text.Json.Serialization.JsonSerializerContext;
