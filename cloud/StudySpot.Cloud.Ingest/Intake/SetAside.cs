using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Ingest.Intake;

/// <summary>Something that could not be taken in. Stored with its reason; the same bytes on the same topic are stored once.</summary>
public sealed record SetAside(Guid Id, string Topic, string Reason, byte[] Payload)
{
    /// <summary>Enough to see what a device sends; a hostile one must not fill the disk.</summary>
    public const int MaxPayload = 64 * 1024;

    /// <summary>A topic longer than any of ours tells nothing more.</summary>
    private const int MaxTopic = 256;

    public static SetAside Of(string topic, string reason, ReadOnlySpan<byte> payload)
    {
        ArgumentNullException.ThrowIfNull(topic);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(topic));
        hash.AppendData([0]);
        hash.AppendData(payload);
        var shown = topic.Length > MaxTopic ? topic[..MaxTopic] : topic;
        return new SetAside(new Guid(hash.GetHashAndReset().AsSpan(0, 16), bigEndian: true), shown.Replace('\0', '?'), reason,
            payload[..Math.Min(payload.Length, MaxPayload)].ToArray());
    }

    /// <summary>An event that was read but cannot be stored.</summary>
    public static SetAside Of(string topic, string reason, GateEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        try
        {
            return Of(topic, reason, JsonSerializer.SerializeToUtf8Bytes(e, ContractsJson.Default.GateEvent));
        }
        catch (Exception x) when (x is JsonException or InvalidOperationException)
        {
            // Text that was read unchecked, such as half a surrogate pair in the detail, cannot be written: its bytes follow as they came.
            var rest = JsonSerializer.SerializeToUtf8Bytes(e with { Detail = null }, ContractsJson.Default.GateEvent);
            return Of(topic, reason, e.Detail is { } detail ? [.. rest, .. JsonMarshal.GetRawUtf8Value(detail)] : rest);
        }
    }
}
