using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace StudySpot.Access;

/// <summary>Short name of an issuer key: the first 4 bytes of SHA-256 of the public key. Chooses a key; proves nothing.</summary>
public static class IssuerKeyId
{
    public static uint Of(ReadOnlySpan<byte> publicKey)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(publicKey, hash);
        return BinaryPrimitives.ReadUInt32BigEndian(hash);
    }

    /// <summary>Lower-case hex, as signed documents and the database write it.</summary>
    public static string ToText(uint keyId) => keyId.ToString("x8", CultureInfo.InvariantCulture);
}
