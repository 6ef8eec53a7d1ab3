namespace StudySpot.Crypto;

/// <summary>Random bytes for keys, nonces and tokens, from the operating system by way of libsodium.</summary>
public static class RandomBytes
{
    /// <summary>New random bytes.</summary>
    public static byte[] Get(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var bytes = new byte[count];
        Fill(bytes);
        return bytes;
    }

    /// <summary>Overwrites <paramref name="destination"/> with random bytes.</summary>
    public static void Fill(Span<byte> destination) => Native.randombytes_buf(destination, (nuint)destination.Length);
}
