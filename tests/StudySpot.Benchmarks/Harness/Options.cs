using System.Globalization;

namespace StudySpot.Benchmarks.Harness;

/// <summary>The command line.</summary>
/// <param name="Only">Empty runs all.</param>
internal sealed record Options(IReadOnlyList<string> Only, TimeSpan Budget, string? Out)
{
    public const string Usage = "[--only name,…] [--seconds n] [--out file.json] [--list]";

    /// <summary>Null when the arguments make no sense.</summary>
    public static Options? Parse(IReadOnlyList<string> arguments)
    {
        var options = new Options([], TimeSpan.FromSeconds(10), null);
        for (var i = 0; i < arguments.Count; i += 2)
        {
            if (i + 1 == arguments.Count) return null;
            var value = arguments[i + 1];
            if (arguments[i] == "--only") options = options with { Only = value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) };
            else if (arguments[i] == "--out") options = options with { Out = value };
            else if (arguments[i] == "--seconds" && double.TryParse(value, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 86_400)
                options = options with { Budget = TimeSpan.FromSeconds(seconds) };
            else return null;
        }
        return options;
    }
}
