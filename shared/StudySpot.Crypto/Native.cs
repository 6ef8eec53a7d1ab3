using System.Runtime.InteropServices;

namespace StudySpot.Crypto;

/// <summary>libsodium 1.0.18 or later (Debian libsodium23). Every caller checks the result.</summary>
internal static partial class Native
{
    private const string Library = "libsodium.so.23";

    /// <summary>Runs before the first call of any function below, so nothing is used before libsodium has chosen its implementations and its random source.</summary>
    static Native()
    {
        if (sodium_init() < 0) throw new InvalidOperationException("libsodium could not initialise: no source of random bytes.");
    }

    [LibraryImport(Library)]
    private static partial int sodium_init();

    [LibraryImport(Library)]
    internal static partial nint sodium_malloc(nuint size);

    [LibraryImport(Library)]
    internal static partial void sodium_free(nint memory);

    [LibraryImport(Library)]
    internal static partial int sodium_mprotect_readonly(SecretMemory memory);

    [LibraryImport(Library)]
    internal static partial int sodium_memcmp(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right, nuint length);

    [LibraryImport(Library)]
    internal static partial void randombytes_buf(Span<byte> buffer, nuint length);

    [LibraryImport(Library)]
    internal static partial void randombytes_buf(SecretMemory buffer, nuint length);

    [LibraryImport(Library)]
    internal static partial int crypto_sign_seed_keypair(Span<byte> publicKey, SecretMemory secretKey, ReadOnlySpan<byte> seed);

    [LibraryImport(Library)]
    internal static partial int crypto_sign_keypair(Span<byte> publicKey, SecretMemory secretKey);

    [LibraryImport(Library)]
    internal static partial int crypto_sign_ed25519_sk_to_seed(Span<byte> seed, SecretMemory secretKey);

    [LibraryImport(Library)]
    internal static partial int crypto_sign_detached(Span<byte> signature, nint signatureLength, ReadOnlySpan<byte> message, ulong messageLength, SecretMemory secretKey);

    [LibraryImport(Library)]
    internal static partial int crypto_sign_verify_detached(ReadOnlySpan<byte> signature, ReadOnlySpan<byte> message, ulong messageLength, ReadOnlySpan<byte> publicKey);

    [LibraryImport(Library)]
    internal static partial int crypto_box_keypair(Span<byte> publicKey, SecretMemory secretKey);

    [LibraryImport(Library)]
    internal static partial int crypto_scalarmult_base(Span<byte> publicKey, SecretMemory secretKey);

    [LibraryImport(Library)]
    internal static partial int crypto_box_seal(Span<byte> box, ReadOnlySpan<byte> message, ulong messageLength, ReadOnlySpan<byte> publicKey);

    [LibraryImport(Library)]
    internal static partial int crypto_box_seal_open(Span<byte> message, ReadOnlySpan<byte> box, ulong boxLength, ReadOnlySpan<byte> publicKey, SecretMemory secretKey);

    [LibraryImport(Library)]
    internal static partial int crypto_aead_xchacha20poly1305_ietf_encrypt(
        Span<byte> cipher, nint cipherLength, ReadOnlySpan<byte> message, ulong messageLength,
        ReadOnlySpan<byte> associated, ulong associatedLength, nint unused, ReadOnlySpan<byte> nonce, SecretMemory key);

    [LibraryImport(Library)]
    internal static partial int crypto_aead_xchacha20poly1305_ietf_decrypt(
        Span<byte> message, nint messageLength, nint unused, ReadOnlySpan<byte> cipher, ulong cipherLength,
        ReadOnlySpan<byte> associated, ulong associatedLength, ReadOnlySpan<byte> nonce, SecretMemory key);

    [LibraryImport(Library)]
    internal static partial int crypto_pwhash(
        Span<byte> output, ulong outputLength, ReadOnlySpan<byte> password, ulong passwordLength,
        ReadOnlySpan<byte> salt, ulong operations, nuint memory, int algorithm);

    [LibraryImport(Library)]
    internal static partial int crypto_pwhash_str(Span<byte> output, ReadOnlySpan<byte> password, ulong passwordLength, ulong operations, nuint memory);

    [LibraryImport(Library)]
    internal static partial int crypto_pwhash_str_verify(ReadOnlySpan<byte> text, ReadOnlySpan<byte> password, ulong passwordLength);

    [LibraryImport(Library)]
    internal static partial int crypto_pwhash_str_needs_rehash(ReadOnlySpan<byte> text, ulong operations, nuint memory);
}
