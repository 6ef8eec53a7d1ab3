using System.Security.Cryptography;
using System.Text;

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
}
