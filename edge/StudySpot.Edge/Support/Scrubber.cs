using System.Text.RegularExpressions;

namespace StudySpot.Edge.Support;

/// <summary>
/// Takes out of text what must not leave the gate. The log holds none of it by rule; this is for the day somebody breaks
/// the rule: keys, codes, tokens, passwords in addresses, mail addresses and telephone numbers.
/// </summary>
internal static partial class Scrubber
{
    private const string Gone = "[removed]";

    public static string Clean(string text)
    {
        text = Pem().Replace(text, Gone);
        text = PasswordInAddress().Replace(text, $"$1{Gone}@");
        text = Mail().Replace(text, Gone);
        text = Secret().Replace(text, $"$1{Gone}");
        text = Code().Replace(text, Gone);
        text = Opaque().Replace(text, Gone);
        return Telephone().Replace(text, Gone);
    }

    [GeneratedRegex(@"-----BEGIN [A-Z ]+-----[\s\S]*?(-----END [A-Z ]+-----|\z)")]
    private static partial Regex Pem();

    [GeneratedRegex(@"([a-zA-Z][a-zA-Z0-9+.-]*://)[^/\s@]+@")]
    private static partial Regex PasswordInAddress();

    [GeneratedRegex(@"[\w.+-]+@[\w-]+\.[\w.-]+")]
    private static partial Regex Mail();

    /// <summary>What is called a secret is one.</summary>
    [GeneratedRegex(@"(?i)\b((?:password|passwd|secret|token|claim|api[_-]?key|private[_-]?key|name|login)[""']?\s*[=:]\s*)[""']?[^\s,;""'}]+[""']?")]
    private static partial Regex Secret();

    /// <summary>A presentation: its prefix and Base45 (docs/pass-format.md).</summary>
    [GeneratedRegex(@"\bSS\d:[0-9A-Z $%*+\-./:]{20,}")]
    private static partial Regex Code();

    /// <summary>Long unbroken runs that no id of ours has: those are 36 characters with dashes or 25 of a device.</summary>
    [GeneratedRegex(@"(?<![\w/.-])(?=[\w+/=%*$:.-]*\d)(?=[\w+/=%*$:.-]*[A-Za-z])(?![0-9a-f]{8}-[0-9a-f]{4}-)[A-Za-z0-9+/=%*$:]{40,}")]
    private static partial Regex Opaque();

    [GeneratedRegex(@"(?<![\w.:-])\+?\d{2,4}[ -]?\d{4,5}[ -]?\d{4,6}(?![\w.:-])")]
    private static partial Regex Telephone();
}
