using System.Buffers.Binary;

namespace StudySpot.Edge.Simulator.Camera;

/// <summary>Judges bytes that claim to be a PNG, before a decoder sees them.</summary>
public static class PngPicture
{
    /// <summary>The control endpoint takes no more.</summary>
    public const int MaxBytes = 5 * 1024 * 1024;

    /// <summary>A 4K screenshot fits; a few bytes that unpack to gigabytes do not.</summary>
    private const int MaxSidePx = 4096;

    private static ReadOnlySpan<byte> Signature => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    /// <summary>Why it is not a picture for the camera; null when it is. Any bytes may be given.</summary>
    public static string? Fault(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxBytes) return "larger than 5 MB";
        if (!bytes.StartsWith(Signature)) return "not a PNG";
        var rest = bytes[Signature.Length..];
        if (!TryChunk(ref rest, out var type, out var data) || type != "IHDR" || data.Length != 13) return "a PNG without a header";
        var (width, height) = (BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data[4..]));
        if (width is 0 or > MaxSidePx || height is 0 or > MaxSidePx) return $"not between 1 and {MaxSidePx} pixels wide and high";
        var pixels = false;
        while (TryChunk(ref rest, out type, out _))
        {
            pixels |= type == "IDAT";
            if (type == "IEND") return pixels ? null : "a PNG without pixels";
        }
        return "a PNG that breaks off";
    }

    private static bool TryChunk(ref ReadOnlySpan<byte> rest, out string type, out ReadOnlySpan<byte> data)
    {
        type = "";
        data = default;
        if (rest.Length < 12) return false;
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
        if (length > rest.Length - 12) return false;
        type = System.Text.Encoding.Latin1.GetString(rest.Slice(4, 4));
        data = rest.Slice(8, (int)length);
        rest = rest[(12 + (int)length)..];
        return true;
    }
}
