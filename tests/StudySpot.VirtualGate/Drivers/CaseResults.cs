using System.Text.Json;

namespace StudySpot.VirtualGate.Drivers;

/// <summary>What the runner inside wrote about its cases (Common Test Report Format).</summary>
internal sealed record CaseResults(IReadOnlyList<CaseResult> Cases)
{
    /// <summary>Null when there is no whole report: the runner or the machine died.</summary>
    public static CaseResults? Read(string file)
    {
        try
        {
            using var report = JsonDocument.Parse(File.ReadAllBytes(file));
            return new CaseResults([.. report.RootElement.GetProperty("results").GetProperty("tests").EnumerateArray().Select(CaseResult.From)]);
        }
        catch (Exception e) when (e is JsonException or IOException or KeyNotFoundException)
        {
            return null;
        }
    }
}

/// <summary>One case.</summary>
/// <param name="Status">passed, failed, skipped or another word of the format; only passed is good.</param>
/// <param name="Why">Message and trace of a failure, or empty.</param>
internal sealed record CaseResult(string Name, string Status, TimeSpan Duration, string Why)
{
    public string Group => Name.LastIndexOf('.', ParametersAt) is var dot and > 0 ? Name[..dot] : "";

    public string Short => Name[(Group.Length + 1)..];

    public static CaseResult From(JsonElement test) => new(
        test.GetProperty("name").GetString() ?? "",
        test.GetProperty("status").GetString() ?? "",
        TimeSpan.FromMilliseconds(test.GetProperty("duration").GetDouble()),
        $"{Text(test, "message")}\n{Text(test, "trace")}".Trim());

    private static string? Text(JsonElement test, string key) => test.TryGetProperty(key, out var text) ? text.GetString() : null;

    private int ParametersAt => Name.IndexOf('(', StringComparison.Ordinal) is var at and >= 0 ? at : Name.Length - 1;
}
