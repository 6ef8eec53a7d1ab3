namespace StudySpot.Crypto;

/// <summary>Ed25519 signatures as in RFC 8032. Thread-safe.</summary>
public static class Ed25519
{
    /// <summary>Bytes of a public key.</summary>
    public const int PublicKeySize = 32;
    /// <summary>Bytes of the seed a private key is made from.</summary>
    public const int SeedSize = 32;
    /// <summary>Bytes of a signature.</summary>
    public const int SignatureSize = 64;

    /// <summary>
    /// True when <paramref name="signature"/> over <paramref name="message"/> was made by the owner of <paramref name="publicKey"/>.
    /// False for anything else, lengths that cannot be, non-canonical signatures and keys of small order included; never throws on bytes from outside.
    /// </summary>
    public static bool Verify(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> message, ReadOnlySpan<byte> signature) =>
        publicKey.Length == PublicKeySize
        && signature.Length == SignatureSize
        && Native.crypto_sign_verify_detached(signature, message, (ulong)message.Length, publicKey) == 0;
}
