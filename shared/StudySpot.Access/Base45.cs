using System.Buffers;

namespace StudySpot.Access;

/// <summary>Base45 of RFC 9285: bytes as characters that a QR code packs eleven bits a pair. Strict: one text for one byte sequence.</summary>
public static class Base45
{
    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";

    private static ReadOnlySpan<sbyte> Values =>
    [
        36, -1, -1, -1, 37, 38, -1, -1, -1, -1, 39, 40, -1, 41, 42, 43,
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 44, -1, -1, -1, -1, -1,
        -1, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24,
        25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35,
    ];

    /// <summary>Characters that so many bytes become.</summary>
    public static int EncodedLength(int byteCount) => byteCount / 2 * 3 + byteCount % 2 * 2;

    /// <summary>Bytes that so many characters become, or -1 when no bytes have a text of this length.</summary>
    public static int DecodedLength(int charCount) => charCount % 3 == 1 ? -1 : charCount / 3 * 2 + charCount % 3 / 2;

    public static string Encode(ReadOnlySpan<byte> bytes)
    {
        var rented = ArrayPool<char>.Shared.Rent(EncodedLength(bytes.Length));
        try
        {
            var text = rented.AsSpan(0, EncodedLength(bytes.Length));
            Encode(bytes, text);
            return new string(text);
        }
        finally
        {
            ArrayPool<char>.Shared.Return(rented);
        }
    }

    /// <param name="text">Exactly <see cref="EncodedLength"/> characters.</param>
    internal static void Encode(ReadOnlySpan<byte> bytes, Span<char> text)
    {
        var at = 0;
        var i = 0;
        for (; i + 1 < bytes.Length; i += 2)
        {
            var value = bytes[i] * 256 + bytes[i + 1];
            text[at++] = Alphabet[value % 45];
            text[at++] = Alphabet[value / 45 % 45];
            text[at++] = Alphabet[value / (45 * 45)];
        }
        if (i < bytes.Length)
        {
            text[at++] = Alphabet[bytes[i] % 45];
            text[at] = Alphabet[bytes[i] / 45];
        }
    }

    /// <summary>
    /// False for a character outside the alphabet, a length no bytes have, or a group above its largest value.
    /// Never throws on any text.
    /// </summary>
    /// <param name="bytes">Exactly <see cref="DecodedLength"/> bytes; undefined when false.</param>
    public static bool TryDecode(ReadOnlySpan<char> text, Span<byte> bytes)
    {
        if (DecodedLength(text.Length) != bytes.Length) return false;
        var at = 0;
        var i = 0;
        for (; i + 2 < text.Length; i += 3)
        {
            var a = ValueOf(text[i]);
            var b = ValueOf(text[i + 1]);
            var c = ValueOf(text[i + 2]);
            if ((a | b | c) < 0) return false;
            var value = a + b * 45 + c * (45 * 45);
            if (value > ushort.MaxValue) return false;
            bytes[at++] = (byte)(value >> 8);
            bytes[at++] = (byte)(value & 0xFF);
        }
        if (i == text.Length) return true;
        var low = ValueOf(text[i]);
        var high = ValueOf(text[i + 1]);
        if ((low | high) < 0) return false;
        var last = low + high * 45;
        if (last > byte.MaxValue) return false;
        bytes[at] = (byte)last;
        return true;
    }

    private static int ValueOf(char c)
    {
        var index = c - ' ';
        return index >= 0 && index < Values.Length ? Values[index] : -1;
    }
}
