using System.Text;
using StudySpot.Crypto;

namespace StudySpot.Access;

/// <summary>Signs what the cloud sends to gates. Signed bytes: the kind in ASCII, a zero byte, then the payload exactly as sent.</summary>
public static class DocumentSignature
{
    /// <returns>64 bytes.</returns>
    public static byte[] Sign(string kind, ReadOnlySpan<byte> payload, Ed25519PrivateKey issuer)
    {
        ArgumentNullException.ThrowIfNull(issuer);
        return issuer.Sign(Join(kind, payload));
    }

    /// <summary>True when one of the keys has this id and signed these bytes as this kind. Never throws on any payload, id or signature.</summary>
    /// <param name="keyId">Lower-case hex, see <see cref="IssuerKeyId"/>.</param>
    public static bool Verify(string kind, ReadOnlySpan<byte> payload, string keyId, ReadOnlySpan<byte> signature, IReadOnlyList<ReadOnlyMemory<byte>> trusted)
    {
        ArgumentNullException.ThrowIfNull(trusted);
        if (signature.Length != Ed25519.SignatureSize) return false;
        byte[]? message = null;
        for (var i = 0; i < trusted.Count; i++)
        {
            var key = trusted[i].Span;
            // Ids are short enough to collide, so every key with this id is tried.
            if (key.Length != Ed25519.PublicKeySize || IssuerKeyId.ToText(IssuerKeyId.Of(key)) != keyId) continue;
            message ??= Join(kind, payload);
            if (Ed25519.Verify(key, message, signature)) return true;
        }
        return false;
    }

    /// <inheritdoc cref="Verify(string, ReadOnlySpan{byte}, string, ReadOnlySpan{byte}, IReadOnlyList{ReadOnlyMemory{byte}})"/>
    public static bool Verify(string kind, ReadOnlySpan<byte> payload, string keyId, ReadOnlySpan<byte> signature, IReadOnlyList<byte[]> trusted)
    {
        ArgumentNullException.ThrowIfNull(trusted);
        return Verify(kind, payload, keyId, signature, [.. trusted.Select(key => new ReadOnlyMemory<byte>(key))]);
    }

    private static byte[] Join(string kind, ReadOnlySpan<byte> payload)
    {
        var label = Encoding.ASCII.GetBytes(kind);
        var message = new byte[label.Length + 1 + payload.Length];
        label.CopyTo(message, 0);
        payload.CopyTo(message.AsSpan(label.Length + 1));
        return message;
    }
}
