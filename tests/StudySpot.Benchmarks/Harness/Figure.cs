namespace StudySpot.Benchmarks.Harness;

/// <summary>One measured number.</summary>
/// <param name="Ratio">To another figure of the same run, named in <paramref name="RatioTo"/>; machines differ, ratios less.</param>
internal sealed record Figure(string Benchmark, string Name, double Value, string Unit, double? Ratio, string? RatioTo, string? Bar, bool? Met);
