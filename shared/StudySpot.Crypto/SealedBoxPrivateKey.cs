namespace StudySpot.Crypto;

/// <summary>The X25519 key that opens sealed boxes, in guarded memory, wiped by <see cref="Dispose"/>.</summary>
public sealed class SealedBoxPrivateKey : IDisposable
{
    private readonly byte[] _publicKey;

    private SealedBoxPrivateKey(SecretMemory memory, byte[] publicKey)
    {
        Memory = memory;
        _publicKey = publicKey;
    }

    /// <summary>A copy of the 32 bytes others seal with. Stays readable after <see cref="Dispose"/>.</summary>
    public byte[] PublicKey => [.. _publicKey];

    internal SecretMemory Memory { get; }

    internal ReadOnlySpan<byte> PublicKeyBytes => _publicKey;

    /// <summary>A new random key.</summary>
    public static SealedBoxPrivateKey Generate()
    {
        var publicKey = new byte[SealedBox.KeySize];
        var memory = SecretMemory.Create(SealedBox.KeySize, s => SecretMemory.Check(Native.crypto_box_keypair(publicKey, s), nameof(Native.crypto_box_keypair)));
        return new SealedBoxPrivateKey(memory, publicKey);
    }

    /// <summary>The key with these 32 bytes. The caller wipes its own.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static SealedBoxPrivateKey FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != SealedBox.KeySize) throw new ArgumentException($"An X25519 private key has {SealedBox.KeySize} bytes, not {bytes.Length}.", nameof(bytes));
        var memory = SecretMemory.CopyOf(bytes);
        var publicKey = new byte[SealedBox.KeySize];
        try
        {
            SecretMemory.Check(Native.crypto_scalarmult_base(publicKey, memory), nameof(Native.crypto_scalarmult_base));
        }
        catch
        {
            memory.Dispose();
            throw;
        }
        return new SealedBoxPrivateKey(memory, publicKey);
    }

    /// <summary>The key's bytes, for storing it elsewhere. The caller wipes them.</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public byte[] Export() => Memory.Export();

    /// <summary>Wipes the key.</summary>
    public void Dispose() => Memory.Dispose();
}
