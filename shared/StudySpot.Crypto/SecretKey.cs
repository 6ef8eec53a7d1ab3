namespace StudySpot.Crypto;

/// <summary>A symmetric key of 32 bytes in guarded memory, wiped by <see cref="Dispose"/>.</summary>
public sealed class SecretKey : IDisposable
{
    /// <summary>Bytes of a key.</summary>
    public const int Size = 32;

    private SecretKey(SecretMemory memory) => Memory = memory;

    internal SecretMemory Memory { get; }

    /// <summary>A new random key.</summary>
    public static SecretKey Generate() => new(SecretMemory.Create(Size, s => Native.randombytes_buf(s, Size)));

    /// <summary>A copy of <paramref name="bytes"/>. The caller wipes its own.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static SecretKey FromBytes(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != Size) throw new ArgumentException($"A key has {Size} bytes, not {bytes.Length}.", nameof(bytes));
        return new SecretKey(SecretMemory.CopyOf(bytes));
    }

    /// <summary>The key's bytes, for storing it elsewhere. The caller wipes them.</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public byte[] Export() => Memory.Export();

    /// <summary>Wipes the key.</summary>
    public void Dispose() => Memory.Dispose();
}
