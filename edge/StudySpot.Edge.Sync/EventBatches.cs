using System.Text;
using System.Text.Json;
using StudySpot.Contracts;

namespace StudySpot.Edge.Sync;

/// <summary>Encodes as many events as one <see cref="EventBatch"/> may hold.</summary>
internal static class EventBatches
{
    public const int MaxEvents = 500;

    /// <summary>Of the JSON before compression, so the bound holds whatever the events look like.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Takes events from the front; at least one, however large.</summary>
    /// <param name="events">In sequence order, not empty.</param>
    public static EncodedBatch Encode(Guid incarnation, IReadOnlyList<GateEvent> events)
    {
        var json = new MemoryStream(64 * 1024);
        json.Write(Encoding.ASCII.GetBytes($$"""{"incarnation":"{{incarnation:D}}","events":["""));
        var count = 0;
        foreach (var e in events)
        {
            if (count == MaxEvents) break;
            var item = JsonSerializer.SerializeToUtf8Bytes(e, ContractsJson.Default.GateEvent);
            if (count > 0 && json.Length + item.Length + 3 > MaxBytes) break;
            if (count > 0) json.WriteByte((byte)',');
            json.Write(item);
            count++;
        }
        json.Write("]}"u8);
        return new EncodedBatch(Payload.Pack(json.ToArray()), count, events[count - 1].Sequence);
    }
}

/// <param name="Through">Sequence of the last event in it.</param>
internal readonly record struct EncodedBatch(byte[] Payload, int Count, long Through);
