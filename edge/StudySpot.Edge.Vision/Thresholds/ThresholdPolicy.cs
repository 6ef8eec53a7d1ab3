using StudySpot.Edge.Vision.Models;

namespace StudySpot.Edge.Vision.Thresholds;

/// <summary>
/// The threshold for a gallery's size. A stranger is compared with every member, so with F false accepts a comparison one
/// attempt against N members gives 1 − (1 − F)^N (Grother, Ngan, Hanaoka, NISTIR 8271, 2019, section 2.2; the comparisons
/// taken as independent, which overstates the risk). The policy turns this round. Immutable.
/// </summary>
public sealed class ThresholdPolicy
{
    private readonly MatchThresholds _thresholds;

    /// <param name="falseAcceptPerAttempt">How often a stranger may be taken for somebody, in (0, 0.1]; before liveness and the margin to the runner-up, which lower it.</param>
    public ThresholdPolicy(MatchThresholds thresholds, double falseAcceptPerAttempt)
    {
        if (falseAcceptPerAttempt is not (> 0 and <= 0.1)) throw new ArgumentOutOfRangeException(nameof(falseAcceptPerAttempt), falseAcceptPerAttempt, "The rate must lie in (0, 0.1].");
        _thresholds = thresholds;
        FalseAcceptPerAttempt = falseAcceptPerAttempt;
    }

    public double FalseAcceptPerAttempt { get; }

    /// <summary>False accepts a comparison that add up to <see cref="FalseAcceptPerAttempt"/> over so many members.</summary>
    public double FalseAcceptPerComparison(int members) => -double.ExpM1(double.LogP1(-FalseAcceptPerAttempt) / Math.Max(1, members));

    /// <summary>Least similarity that is a match among so many members; never below the manifest's floor, never falling as the gallery grows.</summary>
    public float For(int members) => Math.Clamp(At(FalseAcceptPerComparison(members)), _thresholds.Floor, 0.999f);

    /// <summary>
    /// Between measured points, and beyond the last, straight over the logarithm of the rate: strangers' tails fall about
    /// exponentially there, and what was not measured is taken from the last two points.
    /// </summary>
    private float At(double rate)
    {
        var points = _thresholds.Points;
        var i = 1;
        while (i < points.Length - 1 && rate < points[i].FalseAccept) i++;
        var (from, to) = (points[i - 1], points[i]);
        var share = (Math.Log(rate) - Math.Log(from.FalseAccept)) / (Math.Log(to.FalseAccept) - Math.Log(from.FalseAccept));
        return (float)(from.Similarity + share * (to.Similarity - from.Similarity));
    }
}
