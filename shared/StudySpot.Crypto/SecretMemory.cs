using Microsoft.Win32.SafeHandles;

namespace StudySpot.Crypto;

/// <summary>
/// Secret bytes outside the managed heap: never copied by the collector, kept out of swap when the limit on locked memory
/// allows it, between guard pages, read-only once filled, and wiped when released.
/// </summary>
internal sealed class SecretMemory : SafeHandleZeroOrMinusOneIsInvalid
{
    private SecretMemory(nint memory, int size) : base(ownsHandle: true)
    {
        SetHandle(memory);
        Size = size;
    }

    public int Size { get; }

    /// <summary>Allocates memory and has it filled; after that it can only be read.</summary>
    public static SecretMemory Create(int size, Action<SecretMemory> fill)
    {
        var memory = Native.sodium_malloc((nuint)size);
        if (memory == 0) throw new InsufficientMemoryException("libsodium could not allocate guarded memory for a key.");
        var secret = new SecretMemory(memory, size);
        try
        {
            fill(secret);
            Check(Native.sodium_mprotect_readonly(secret), nameof(Native.sodium_mprotect_readonly));
            return secret;
        }
        catch
        {
            secret.Dispose();
            throw;
        }
    }

    /// <summary>A copy of <paramref name="bytes"/>. The caller wipes its own.</summary>
    public static SecretMemory CopyOf(ReadOnlySpan<byte> bytes)
    {
        var memory = Native.sodium_malloc((nuint)bytes.Length);
        if (memory == 0) throw new InsufficientMemoryException("libsodium could not allocate guarded memory for a key.");
        unsafe
        {
            bytes.CopyTo(new Span<byte>((void*)memory, bytes.Length));
        }
        var secret = new SecretMemory(memory, bytes.Length);
        if (Native.sodium_mprotect_readonly(secret) == 0) return secret;
        secret.Dispose();
        throw new InvalidOperationException("libsodium could not protect the memory of a key.");
    }

    /// <summary>A copy on the managed heap, for storing the key elsewhere.</summary>
    public byte[] Export()
    {
        var held = false;
        try
        {
            DangerousAddRef(ref held);
            unsafe
            {
                return new ReadOnlySpan<byte>((void*)handle, Size).ToArray();
            }
        }
        finally
        {
            if (held) DangerousRelease();
        }
    }

    /// <summary>For calls that only fail by our own mistake or a broken library.</summary>
    public static void Check(int result, string function)
    {
        if (result != 0) throw new InvalidOperationException($"libsodium: {function} failed ({result}).");
    }

    protected override bool ReleaseHandle()
    {
        // Wipes the memory before it is returned.
        Native.sodium_free(handle);
        return true;
    }
}
