namespace StudySpot.Edge.Vision.Evaluation;

/// <summary>Errors of a liveness decision as ISO/IEC 30107-3 names them.</summary>
/// <param name="Apcer">Attack presentations taken for live ones, as a share of attacks.</param>
/// <param name="Bpcer">Live presentations taken for attacks, as a share of live ones.</param>
public readonly record struct AttackErrors(double Apcer, double Bpcer)
{
    /// <summary>Mean of both.</summary>
    public double Acer => (Apcer + Bpcer) / 2;

    /// <param name="live">Live probability of each live presentation; attacks likewise.</param>
    /// <param name="threshold">From here on a presentation counts as live.</param>
    public static AttackErrors At(SimilarityDistribution live, SimilarityDistribution attacks, float threshold) =>
        new(attacks.ShareFrom(threshold), live.ShareBelow(threshold));
}
