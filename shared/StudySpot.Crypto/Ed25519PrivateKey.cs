namespace StudySpot.Crypto;

/// <summary>A private signing key in guarded memory, wiped by <see cref="Dispose"/>. Thread-safe; disposing while signing lets that signature finish.</summary>
public sealed class Ed25519PrivateKey : IDisposable
{
    private const int ExpandedSize = 64;
    private readonly SecretMemory _secret;
    private readonly byte[] _publicKey;

    private Ed25519PrivateKey(SecretMemory secret, byte[] publicKey)
    {
        _secret = secret;
        _publicKey = publicKey;
    }

    /// <summary>A copy of the 32 bytes others verify with. Stays readable after <see cref="Dispose"/>.</summary>
    public byte[] PublicKey => [.. _publicKey];

    /// <summary>A new random key.</summary>
    public static Ed25519PrivateKey Generate()
    {
        var publicKey = new byte[Ed25519.PublicKeySize];
        var secret = SecretMemory.Create(ExpandedSize, s =>
            SecretMemory.Check(Native.crypto_sign_keypair(publicKey, s), nameof(Native.crypto_sign_keypair)));
        return new Ed25519PrivateKey(secret, publicKey);
    }

    /// <summary>The key RFC 8032 derives from a 32 byte seed. The caller wipes the seed.</summary>
    /// <exception cref="ArgumentException">The seed is not 32 bytes.</exception>
    public static unsafe Ed25519PrivateKey FromSeed(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != Ed25519.SeedSize) throw new ArgumentException($"An Ed25519 seed has {Ed25519.SeedSize} bytes, not {seed.Length}.", nameof(seed));
        var publicKey = new byte[Ed25519.PublicKeySize];
        fixed (byte* source = seed)
        {
            // A span cannot be captured; the pointer is pinned for the whole call, so no copy of the seed is left on the heap.
            var pinned = (nint)source;
            var secret = SecretMemory.Create(ExpandedSize, s =>
                SecretMemory.Check(
                    Native.crypto_sign_seed_keypair(publicKey, s, new ReadOnlySpan<byte>((byte*)pinned, Ed25519.SeedSize)),
                    nameof(Native.crypto_sign_seed_keypair)));
            return new Ed25519PrivateKey(secret, publicKey);
        }
    }

    /// <summary>The 64 byte signature; the same for the same message.</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public byte[] Sign(ReadOnlySpan<byte> message)
    {
        var signature = new byte[Ed25519.SignatureSize];
        SecretMemory.Check(Native.crypto_sign_detached(signature, 0, message, (ulong)message.Length, _secret), nameof(Native.crypto_sign_detached));
        return signature;
    }

    /// <summary>The seed, for storing the key elsewhere. The caller wipes it.</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public byte[] ExportSeed()
    {
        var seed = new byte[Ed25519.SeedSize];
        SecretMemory.Check(Native.crypto_sign_ed25519_sk_to_seed(seed, _secret), nameof(Native.crypto_sign_ed25519_sk_to_seed));
        return seed;
    }

    /// <summary>Wipes the key.</summary>
    public void Dispose() => _secret.Dispose();
}
