using System.Diagnostics.CodeAnalysis;

namespace StudySpot.Crypto;

/// <summary>XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha). What is sealed: a random nonce of 24 bytes, the ciphertext, a tag of 16 bytes.</summary>
public static class AuthenticatedEncryption
{
    /// <summary>Bytes of the nonce. Long enough to be drawn at random for every message under one key.</summary>
    public const int NonceSize = 24;
    /// <summary>Bytes of the tag.</summary>
    public const int TagSize = 16;
    /// <summary>What sealing adds.</summary>
    public const int Overhead = NonceSize + TagSize;

    /// <summary>Encrypts <paramref name="plaintext"/>; <paramref name="associatedData"/> is authenticated but not contained.</summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public static byte[] Seal(SecretKey key, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData)
    {
        Span<byte> nonce = stackalloc byte[NonceSize];
        RandomBytes.Fill(nonce);
        return Seal(key, nonce, plaintext, associatedData);
    }

    /// <summary>
    /// Decrypts what <see cref="Seal(SecretKey, ReadOnlySpan{byte}, ReadOnlySpan{byte})"/> made with the same key and associated data.
    /// False for anything else, of any length; then <paramref name="plaintext"/> is null.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The key was disposed.</exception>
    public static bool TryOpen(SecretKey key, ReadOnlySpan<byte> sealedBytes, ReadOnlySpan<byte> associatedData, [NotNullWhen(true)] out byte[]? plaintext)
    {
        ArgumentNullException.ThrowIfNull(key);
        plaintext = null;
        ObjectDisposedException.ThrowIf(key.Memory.IsClosed, key);
        if (sealedBytes.Length < Overhead) return false;
        var opened = new byte[sealedBytes.Length - Overhead];
        var cipher = sealedBytes[NonceSize..];
        if (Native.crypto_aead_xchacha20poly1305_ietf_decrypt(
                opened, 0, 0, cipher, (ulong)cipher.Length, associatedData, (ulong)associatedData.Length, sealedBytes[..NonceSize], key.Memory) != 0)
            return false;
        plaintext = opened;
        return true;
    }

    /// <summary>With a nonce from outside: for published vectors only, since using one twice under a key gives both messages away.</summary>
    internal static byte[] Seal(SecretKey key, ReadOnlySpan<byte> nonce, ReadOnlySpan<byte> plaintext, ReadOnlySpan<byte> associatedData)
    {
        ArgumentNullException.ThrowIfNull(key);
        var result = new byte[checked(plaintext.Length + Overhead)];
        nonce.CopyTo(result);
        SecretMemory.Check(
            Native.crypto_aead_xchacha20poly1305_ietf_encrypt(
                result.AsSpan(NonceSize), 0, plaintext, (ulong)plaintext.Length, associatedData, (ulong)associatedData.Length, 0, nonce, key.Memory),
            nameof(Native.crypto_aead_xchacha20poly1305_ietf_encrypt));
        return result;
    }
}
