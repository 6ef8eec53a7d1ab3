using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http.HttpResults;

namespace StudySpot.Cloud.Api.Problems;

/// <summary>Collects what is wrong with a request, by field, and becomes one <c>validation_failed</c> answer.</summary>
public sealed partial class FieldErrors
{
    private readonly Dictionary<string, List<string>> _errors = new(StringComparer.Ordinal);

    public bool Any => _errors.Count > 0;

    public FieldErrors Add(string field, string message)
    {
        if (!_errors.TryGetValue(field, out var list)) _errors[field] = list = [];
        list.Add(message);
        return this;
    }

    public FieldErrors When(bool wrong, string field, string message) => wrong ? Add(field, message) : this;

    /// <summary>A line of text without control characters, 1 to <paramref name="longest"/> characters after trimming.</summary>
    public FieldErrors Text(string field, string? value, int longest)
    {
        if (string.IsNullOrWhiteSpace(value)) return Add(field, "Is needed.");
        if (value.Trim().Length > longest) return Add(field, $"Has more than {longest} characters.");
        return When(HasControl(value), field, "Holds characters that cannot be shown.");
    }

    public FieldErrors OptionalText(string field, string? value, int longest) =>
        string.IsNullOrWhiteSpace(value) ? this : Text(field, value, longest);

    /// <summary>Null, or digits with the usual separators: 6 to 15 digits (ITU-T E.164 allows at most 15), 20 characters.</summary>
    public FieldErrors Phone(string field, string? value)
    {
        if (string.IsNullOrWhiteSpace(value)) return this;
        var digits = value.Count(char.IsAsciiDigit);
        return When(value.Trim().Length > 20 || digits is < 6 or > 15 || !PhoneShape().IsMatch(value.Trim()), field, "Is not a phone number.");
    }

    /// <summary>Null, or something@domain of at most 254 characters (RFC 5321, 4.5.3.1.3).</summary>
    public FieldErrors Email(string field, string? value) =>
        string.IsNullOrWhiteSpace(value)
            ? this
            : When(value.Trim().Length > 254 || HasControl(value) || !EmailShape().IsMatch(value.Trim()), field, "Is not an e-mail address.");

    public FieldErrors Password(string field, string? value)
    {
        if (string.IsNullOrEmpty(value)) return Add(field, "Is needed.");
        // Upper bound: Argon2id reads all of it, so that a long one is work for the attacker's money.
        return When(value.Length is < 8 or > 200, field, "Needs 8 to 200 characters.");
    }

    public ProblemHttpResult ToProblem() => TypedResults.Problem(new HttpValidationProblemDetails(
        _errors.ToDictionary(e => e.Key, e => e.Value.ToArray(), StringComparer.Ordinal))
    {
        Status = StatusCodes.Status400BadRequest,
        Title = "Some fields are wrong.",
        Extensions = { ["code"] = "validation_failed" },
    });

    /// <summary>PostgreSQL text cannot hold U+0000, and half a surrogate pair is not text.</summary>
    private static bool HasControl(string value)
    {
        for (var i = 0; i < value.Length; i++)
        {
            if (char.IsControl(value[i])) return true;
            if (!char.IsSurrogate(value[i])) continue;
            if (!char.IsSurrogatePair(value, i)) return true;
            i++;
        }
        return false;
    }

    [GeneratedRegex(@"^\+?[0-9][0-9 ()\-]*$")]
    private static partial Regex PhoneShape();

    [GeneratedRegex(@"^[^\s@]{1,64}@[^\s@.]+(\.[^\s@.]+)+$")]
    private static partial Regex EmailShape();
}
