using System.Text.Json;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Ingest.Intake;

/// <summary>
/// Whether an event can be stored. Not whether it is believable: what happened at a door is accepted, so kinds, reasons and
/// directions that this release does not know pass, and so does a clock that says 1970.
/// </summary>
public static class EventCheck
{
    /// <summary>Above any gate's life time: 30 events a second for a thousand years.</summary>
    public const long MaxSequence = 1_000_000_000_000;

    private const int MaxWord = 64;
    private const int MaxDetailBytes = 4 * 1024;
    private static readonly DateTimeOffset Earliest = DateTimeOffset.UnixEpoch;
    private static readonly DateTimeOffset Latest = new(2100, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Null when the event can be stored, otherwise a stable word for the reason.</summary>
    public static string? FaultOf(GateEvent e)
    {
        ArgumentNullException.ThrowIfNull(e);
        if (!IsSequence(e.Sequence)) return "sequence_out_of_range";
        if (e.Id == Guid.Empty) return "id_missing";
        if (e.At < Earliest || e.At >= Latest) return "time_out_of_range";
        if (e.MonotonicMs < 0) return "monotonic_out_of_range";
        if (string.IsNullOrEmpty(e.Kind)) return "kind_missing";
        if (string.IsNullOrEmpty(e.ClockQuality)) return "clock_quality_missing";
        if (!IsWord(e.Kind) || !IsWord(e.ClockQuality) || !IsWord(e.Direction) || !IsWord(e.Outcome) || !IsWord(e.Reason) || !IsWord(e.RuleId))
            return "text_not_storable";
        return e.Detail is { } detail ? FaultOf(detail) : null;
    }

    public static bool IsSequence(long sequence) => sequence is >= 1 and <= MaxSequence;

    private static bool IsWord(string? text)
    {
        if (text is null) return true;
        if (text.Length > MaxWord) return false;
        foreach (var c in text)
        {
            // Our words are ASCII; a control character, above all 0x00, is what PostgreSQL's text refuses.
            if (c is < ' ' or > '~') return false;
        }
        return true;
    }

    private static string? FaultOf(JsonElement detail)
    {
        var raw = System.Runtime.InteropServices.JsonMarshal.GetRawUtf8Value(detail);
        if (raw.Length > MaxDetailBytes) return "detail_too_long";
        // jsonb stores no \u0000 and no half surrogate pair; both can only come from an escape. Other escapes are common: our
        // own serializer writes '+' as one.
        var suspect = raw.IndexOf("\\u0000"u8) >= 0 || raw.IndexOf("\\ud"u8) >= 0 || raw.IndexOf("\\uD"u8) >= 0;
        return suspect && !IsStorable(detail) ? "detail_not_storable" : null;
    }

    private static bool IsStorable(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    if (!TryRead(() => member.Name) || !IsStorable(member.Value)) return false;
                }
                return true;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    if (!IsStorable(item)) return false;
                }
                return true;
            case JsonValueKind.String:
                return TryRead(() => element.GetString()!);
            default:
                return true;
        }
    }

    private static bool TryRead(Func<string> read)
    {
        try
        {
            return !read().Contains('\0', StringComparison.Ordinal);
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}
