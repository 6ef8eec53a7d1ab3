using System.Diagnostics.CodeAnalysis;

namespace StudySpot.Cloud.Api.Commands;

/// <summary>Options of a one-off command: <c>--key value</c>, all of them needed.</summary>
internal static class Options
{
    public static bool TryParse(string[] arguments, string[] keys, [NotNullWhen(true)] out IReadOnlyDictionary<string, string>? given)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        given = null;
        for (var i = 0; i < arguments.Length; i += 2)
        {
            if (i + 1 == arguments.Length || !keys.Contains(arguments[i], StringComparer.Ordinal) || !values.TryAdd(arguments[i], arguments[i + 1])) return false;
        }
        if (values.Count != keys.Length) return false;
        given = values;
        return true;
    }
}
