namespace StudySpot.Benchmarks.Harness;

/// <summary>Collects the figures of one benchmark.</summary>
internal sealed class BenchmarkRun(string benchmark, TimeSpan budget)
{
    private readonly List<Figure> _figures = [];

    /// <summary>How long one measured stretch may take; what must run longer to mean anything says so in its name.</summary>
    public TimeSpan Budget { get; } = budget;

    public IReadOnlyList<Figure> Figures => _figures;

    public void Report(string name, double value, string unit, Bar? bar = null) => Add(name, value, unit, null, null, bar);

    /// <param name="ratioTo">A figure of this benchmark reported before.</param>
    public void ReportRatio(string name, double value, string unit, string ratioTo, Bar? bar = null)
    {
        var other = _figures.Single(figure => figure.Name == ratioTo);
        Add(name, value, unit, value / other.Value, ratioTo, bar);
    }

    /// <summary>Says what is going on, on the error stream: the table stays clean.</summary>
    public void Progress(string message) => Console.Error.WriteLine($"  {benchmark}: {message}");

    private void Add(string name, double value, string unit, double? ratio, string? ratioTo, Bar? bar) =>
        _figures.Add(new Figure(benchmark, name, value, unit, ratio, ratioTo, bar?.ToString(), bar?.IsMetBy(value)));
}
