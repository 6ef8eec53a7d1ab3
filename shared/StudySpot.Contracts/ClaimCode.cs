using System.Diagnostics.CodeAnalysis;

namespace StudySpot.Contracts;

/// <summary>
/// The short code that an installer types: ten characters of Crockford's base32, shown as XXXXX-XXXXX. Read as people write:
/// in either case, with dashes and spaces anywhere, O for 0, I and L for 1.
/// </summary>
public static class ClaimCode
{
    /// <summary>50 bits: a guess at 1,000 codes in force hits one in 2^40.</summary>
    public const int Length = 10;

    /// <summary>Without I, L, O and U (crockford.com/base32.html).</summary>
    public const string Alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

    /// <summary>More than any way of writing one needs.</summary>
    private const int LongestText = 64;

    /// <summary>As it is shown.</summary>
    /// <param name="code">Ten characters of the alphabet.</param>
    public static string Show(string code)
    {
        ArgumentNullException.ThrowIfNull(code);
        return $"{code[..5]}-{code[5..]}";
    }

    /// <summary>The ten characters of what somebody typed.</summary>
    public static bool TryRead(string? typed, [NotNullWhen(true)] out string? code)
    {
        code = null;
        if (typed is null || typed.Length > LongestText) return false;
        Span<char> read = stackalloc char[Length];
        var count = 0;
        foreach (var character in typed)
        {
            if (character == '-' || char.IsWhiteSpace(character)) continue;
            var letter = char.ToUpperInvariant(character) switch { 'O' => '0', 'I' or 'L' => '1', var other => other };
            if (count == Length || !Alphabet.Contains(letter, StringComparison.Ordinal)) return false;
            read[count++] = letter;
        }
        if (count != Length) return false;
        code = read.ToString();
        return true;
    }
}
