using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace StudySpot.Benchmarks.Harness;

/// <summary>All figures of one run and the machine they came from.</summary>
internal sealed record Report(DateTimeOffset At, string Machine, string Runtime, int Processors, IReadOnlyList<Figure> Figures)
{
    private static readonly string[] Heads = ["benchmark", "figure", "value", "unit", "ratio", "bar", "met"];

    public static Report Of(IReadOnlyList<Figure> figures, TimeProvider time) => new(
        time.GetUtcNow(), $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}", RuntimeInformation.FrameworkDescription,
        Environment.ProcessorCount, figures);

    public string ToTable()
    {
        var rows = Figures.Select(Cells).Prepend(Heads).ToArray();
        var widths = Enumerable.Range(0, Heads.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        var lines = rows.Select(row => string.Join("  ", row.Select((cell, column) =>
            column is 2 or 4 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd()).ToList();
        lines.Insert(1, string.Join("  ", widths.Select(width => new string('-', width))));
        return string.Join('\n', lines);
    }

    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Default.Report) + "\n";

    private static string[] Cells(Figure figure) =>
    [
        figure.Benchmark,
        figure.Name,
        Number(figure.Value),
        figure.Unit,
        figure.Ratio is { } ratio ? $"{Number(ratio)} × {figure.RatioTo}" : "",
        figure.Bar ?? "",
        figure.Met switch { true => "yes", false => "NO", null => "" },
    ];

    private static string Number(double value) => Math.Abs(value) switch
    {
        >= 1000 => value.ToString("#,0", CultureInfo.InvariantCulture),
        >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
        _ => value.ToString("0.000", CultureInfo.InvariantCulture),
    };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(Report))]
internal sealed partial class ReportJson : JsonSerializerContext;
