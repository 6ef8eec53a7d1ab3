using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace StudySpot.Cloud.Api.Paging;

/// <summary>
/// Where a page begins: the sort key and id of the row before it. Opaque to callers. Because it names a row and not a
/// count, rows that arrive or go meanwhile neither repeat nor hide others, and far pages cost as much as the first.
/// </summary>
public static class Cursor
{
    /// <summary>A member's name is at most 200 characters; four bytes each in base64 and an id.</summary>
    private const int LongestText = 1200;

    private const int IdBytes = 16;

    public static string Encode(DateTimeOffset at, Guid id) => Encode(at.UtcTicks.ToString(CultureInfo.InvariantCulture), id);

    public static string Encode(string key, Guid id)
    {
        var bytes = new byte[IdBytes + Encoding.UTF8.GetByteCount(key)];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(key, bytes.AsSpan(IdBytes));
        return Base64Url.EncodeToString(bytes);
    }

    /// <summary>True without a cursor too: then <paramref name="id"/> is null and the list begins at its start.</summary>
    public static bool TryDecode(string? cursor, out string? key, out Guid? id)
    {
        (key, id) = (null, null);
        if (string.IsNullOrEmpty(cursor)) return true;
        var bytes = new byte[LongestText];
        // Asked first whether it is base64: decoding throws on what is not, Try or no Try.
        if (cursor.Length > LongestText || !Base64Url.IsValid(cursor) || !Base64Url.TryDecodeFromChars(cursor, bytes, out var length) || length < IdBytes) return false;
        id = new Guid(bytes.AsSpan(0, IdBytes), bigEndian: true);
        key = Encoding.UTF8.GetString(bytes, IdBytes, length - IdBytes);
        return !key.Contains('\0', StringComparison.Ordinal);
    }

    /// <inheritdoc cref="TryDecode(string?, out string?, out Guid?)"/>
    public static bool TryDecode(string? cursor, out DateTimeOffset? at, out Guid? id)
    {
        at = null;
        if (!TryDecode(cursor, out string? key, out id)) return false;
        if (id is null) return true;
        if (!long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) || ticks > DateTimeOffset.MaxValue.UtcTicks) return false;
        at = new DateTimeOffset(ticks, TimeSpan.Zero);
        return true;
    }
}
