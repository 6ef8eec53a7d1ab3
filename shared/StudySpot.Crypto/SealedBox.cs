using System.Diagnostics.CodeAnalysis;

namespace StudySpot.Crypto;

/// <summary>libsodium's sealed boxes (X25519, XSalsa20-Poly1305): anyone with the public key can seal, only the owner of the private key can open. Says nothing about who sealed.</summary>
public static class SealedBox
{
    /// <summary>Bytes of either key.</summary>
    public const int KeySize = 32;
    /// <summary>What sealing adds: a one-time public key and a tag.</summary>
    public const int Overhead = 48;

    /// <summary>Seals for the owner of <paramref name="publicKey"/>.</summary>
    /// <exception cref="ArgumentException">The public key is not 32 bytes or is a point of small order.</exception>
    public static byte[] Seal(ReadOnlySpan<byte> publicKey, ReadOnlySpan<byte> plaintext)
    {
        if (publicKey.Length != KeySize) throw new ArgumentException($"An X25519 public key has {KeySize} bytes, not {publicKey.Length}.", nameof(publicKey));
        var box = new byte[checked(plaintext.Length + Overhead)];
        if (Native.crypto_box_seal(box, plaintext, (ulong)plaintext.Length, publicKey) != 0)
            throw new ArgumentException("The public key is not usable: a point of small order.", nameof(publicKey));
        return box;
    }

    /// <summary>Opens a box sealed for <paramref name="key"/>. False for anything else, of any length; then <paramref name="plaintext"/> is null.</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public static bool TryOpen(SealedBoxPrivateKey key, ReadOnlySpan<byte> box, [NotNullWhen(true)] out byte[]? plaintext)
    {
        ArgumentNullException.ThrowIfNull(key);
        plaintext = null;
        ObjectDisposedException.ThrowIf(key.Memory.IsClosed, key);
        if (box.Length < Overhead) return false;
        var opened = new byte[box.Length - Overhead];
        if (Native.crypto_box_seal_open(opened, box, (ulong)box.Length, key.PublicKeyBytes, key.Memory) != 0) return false;
        plaintext = opened;
        return true;
    }
}
