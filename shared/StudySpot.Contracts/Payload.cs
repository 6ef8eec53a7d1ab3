using System.Buffers;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace StudySpot.Contracts;

/// <summary>Why a payload could not be read.</summary>
public enum PayloadFault
{
    /// <summary>It was read.</summary>
    None,
    /// <summary>No bytes.</summary>
    Empty,
    /// <summary>Larger than <see cref="Payload.MaxBytes"/>, compressed or not.</summary>
    TooLarge,
    /// <summary>Starts as compressed data but is not.</summary>
    BadCompression,
    /// <summary>Not JSON, or a required member or an element of a list is missing, null or of the wrong kind.</summary>
    BadJson,
}

/// <summary>Turns messages into MQTT payloads and back. Plain JSON starts with '{' or '['; gzip with 0x1F, used when it saves bytes.</summary>
public static class Payload
{
    /// <summary>Bound for what a payload may expand to: 16 times the largest message we send (256 KiB).</summary>
    public const int MaxBytes = 4 * 1024 * 1024;

    /// <summary>Below this gzip's header eats what it saves (measured on decision events).</summary>
    private const int CompressFrom = 1024;

    public static byte[] Encode<T>(T value, JsonTypeInfo<T> type)
    {
        return Pack(JsonSerializer.SerializeToUtf8Bytes(value, type));
    }

    /// <summary>As <see cref="Encode"/>, for JSON that was put together piece by piece to stay below a size.</summary>
    public static byte[] Pack(byte[] json)
    {
        ArgumentNullException.ThrowIfNull(json);
        if (json.Length < CompressFrom) return json;
        using var packed = new MemoryStream(json.Length / 2);
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(json);
        return packed.Length < json.Length ? packed.ToArray() : json;
    }

    /// <summary>Reads a payload. Never throws on any bytes; <paramref name="value"/> is null exactly when a fault is returned.</summary>
    public static PayloadFault TryDecode<T>(ReadOnlyMemory<byte> payload, JsonTypeInfo<T> type, out T? value) where T : class
    {
        value = null;
        if (payload.Length == 0) return PayloadFault.Empty;
        if (payload.Length > MaxBytes) return PayloadFault.TooLarge;
        byte[]? unpacked = null;
        try
        {
            var json = payload;
            if (payload.Span[0] == 0x1F)
            {
                var fault = TryUnpack(payload, ref unpacked, out var length);
                if (fault != PayloadFault.None) return fault;
                json = unpacked.AsMemory(0, length);
            }
            value = JsonSerializer.Deserialize(json.Span, type);
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or NotSupportedException)
        {
            return PayloadFault.BadJson;
        }
        finally
        {
            if (unpacked is not null) ArrayPool<byte>.Shared.Return(unpacked);
        }
        if (value is null) return PayloadFault.BadJson;
        if (!Wholeness.HasNullElements(value)) return PayloadFault.None;
        value = null;
        return PayloadFault.BadJson;
    }

    /// <param name="unpacked">Rented, also when a fault is returned; the caller gives it back. A full batch would lie on the large object heap.</param>
    private static PayloadFault TryUnpack(ReadOnlyMemory<byte> packed, ref byte[]? unpacked, out int length)
    {
        length = 0;
        using var source = MemoryMarshal.TryGetArray(packed, out var array)
            ? new MemoryStream(array.Array!, array.Offset, array.Count, writable: false)
            : new MemoryStream(packed.ToArray(), writable: false);
        using var gzip = new GZipStream(source, CompressionMode.Decompress);
        unpacked = ArrayPool<byte>.Shared.Rent(packed.Length * 4);
        try
        {
            while (true)
            {
                if (length == unpacked.Length) unpacked = Grow(unpacked);
                var read = gzip.Read(unpacked.AsSpan(length));
                if (read == 0) return PayloadFault.None;
                length += read;
                // The bound is checked while unpacking: a small bomb must not become a large allocation.
                if (length > MaxBytes) return PayloadFault.TooLarge;
            }
        }
        catch (InvalidDataException)
        {
            return PayloadFault.BadCompression;
        }
    }

    private static byte[] Grow(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
