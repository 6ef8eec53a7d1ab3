using System.Security.Cryptography;
using System.Text;

namespace StudySpot.Crypto;

/// <summary>
/// Argon2id hashes of passwords, as self-describing text ($argon2id$…). Passwords are compared after Unicode NFKC
/// normalisation (NIST SP 800-63B, 5.1.1.2), so that two keyboards writing the same Hindi word agree.
/// </summary>
public static class PasswordHash
{
    /// <summary>Longest password in UTF-8 bytes. A bound, so that nobody makes us hash megabytes.</summary>
    public const int MaxPasswordBytes = 1024;

    /// <summary>Passes over the memory: libsodium's OPSLIMIT_INTERACTIVE. OWASP's password storage cheat sheet asks for 2 passes over 19 MiB at least.</summary>
    public const int Operations = 2;

    /// <summary>Bytes of memory for one hash: libsodium's MEMLIMIT_INTERACTIVE, 64 MiB. Whoever signs people in limits how many run at once.</summary>
    public const int MemoryBytes = 64 * 1024 * 1024;

    private const int TextSize = 128;
    private const string Prefix = "$argon2id$";

    /// <summary>Hashes with a new random salt.</summary>
    /// <exception cref="ArgumentException">The password is longer than <see cref="MaxPasswordBytes"/> or not valid Unicode: ask <see cref="IsAcceptable"/> first.</exception>
    /// <exception cref="InsufficientMemoryException">There is no memory to hash in.</exception>
    public static string Hash(string password)
    {
        if (!TryNormalise(password, out var bytes)) throw new ArgumentException($"A password is valid Unicode of at most {MaxPasswordBytes} bytes.", nameof(password));
        Span<byte> text = stackalloc byte[TextSize];
        text.Clear();
        try
        {
            if (Native.crypto_pwhash_str(text, bytes, (ulong)bytes.Length, Operations, MemoryBytes) != 0)
                throw new InsufficientMemoryException($"No {MemoryBytes >> 20} MiB to hash a password in.");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
        return Encoding.ASCII.GetString(text[..text.IndexOf((byte)0)]);
    }

    /// <summary>True when <paramref name="hash"/> was made from <paramref name="password"/>. False for any other text, malformed hashes and overlong passwords included.</summary>
    public static bool Verify(string hash, string password)
    {
        Span<byte> text = stackalloc byte[TextSize];
        if (!TryCopy(hash, text) || !TryNormalise(password, out var bytes)) return false;
        try
        {
            return Native.crypto_pwhash_str_verify(text, bytes, (ulong)bytes.Length) == 0;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }
    }

    /// <summary>True when <paramref name="hash"/> was made with other parameters than today's, or is no hash of ours: hash again at the next successful sign-in.</summary>
    public static bool NeedsRehash(string hash)
    {
        Span<byte> text = stackalloc byte[TextSize];
        return !TryCopy(hash, text) || Native.crypto_pwhash_str_needs_rehash(text, Operations, MemoryBytes) != 0;
    }

    /// <summary>True when <see cref="Hash"/> takes this password. Says nothing about how good it is.</summary>
    public static bool IsAcceptable(string password)
    {
        if (!TryNormalise(password, out var bytes)) return false;
        CryptographicOperations.ZeroMemory(bytes);
        return true;
    }

    private static bool TryNormalise(string password, out byte[] bytes)
    {
        ArgumentNullException.ThrowIfNull(password);
        bytes = [];
        // Every char is at least one byte; checked first so that huge input is not even normalised.
        if (password.Length > MaxPasswordBytes) return false;
        try
        {
            var normal = password.Normalize(NormalizationForm.FormKC);
            if (Encoding.UTF8.GetByteCount(normal) > MaxPasswordBytes) return false;
            bytes = Encoding.UTF8.GetBytes(normal);
            return true;
        }
        catch (ArgumentException)
        {
            // A lone surrogate: not text that anybody can type.
            return false;
        }
    }

    private static bool TryCopy(string hash, Span<byte> text)
    {
        ArgumentNullException.ThrowIfNull(hash);
        text.Clear();
        // The last byte stays zero: libsodium reads up to it.
        return hash.Length < TextSize
            && hash.StartsWith(Prefix, StringComparison.Ordinal)
            && !hash.Contains('\0', StringComparison.Ordinal)
            && Ascii.IsValid(hash)
            && Encoding.ASCII.TryGetBytes(hash, text, out _);
    }
}
