using System.Globalization;

namespace StudySpot.Benchmarks.Harness;

/// <summary>What a figure must reach.</summary>
internal sealed record Bar
{
    private Bar(double bound, bool isUpper)
    {
        Bound = bound;
        IsUpper = isUpper;
    }

    public double Bound { get; }

    public bool IsUpper { get; }

    public static Bar AtMost(double bound) => new(bound, isUpper: true);

    public static Bar AtLeast(double bound) => new(bound, isUpper: false);

    public bool IsMetBy(double value) => IsUpper ? value <= Bound : value >= Bound;

    public override string ToString() => (IsUpper ? "≤ " : "≥ ") + Bound.ToString("#,0.###", CultureInfo.InvariantCulture);
}
