namespace StudySpot.Edge.Vision.Thresholds;

/// <summary>
/// What a site's own attempts looked like: counts of similarities in bins of 0.02, of accepted members and of the best match
/// of everybody who was refused. No ids, no pictures, no embeddings. Safe for concurrent use.
/// </summary>
public sealed class SimilarityReport
{
    private const int Bins = 100;

    private readonly long[] _accepted = new long[Bins];
    private readonly long[] _refused = new long[Bins];

    public void Accepted(float similarity) => Interlocked.Increment(ref _accepted[BinOf(similarity)]);

    public void Refused(float similarity) => Interlocked.Increment(ref _refused[BinOf(similarity)]);

    /// <summary>
    /// The similarity that a share of the refused stayed below, to a bin; null with fewer than 1/(1 − share) of them, which
    /// is too few to tell. A site whose strangers come nearer than the calibration's should ask for a lower rate.
    /// </summary>
    public float? RefusedBelow(double share)
    {
        var total = _refused.Sum();
        if (total * (1 - share) < 1) return null;
        long below = 0;
        for (var bin = 0; bin < Bins; bin++)
        {
            below += _refused[bin];
            if (below >= total * share) return (bin + 1) / (float)Bins * 2 - 1;
        }
        return 1;
    }

    /// <summary>Counts of bins from −1 to 1.</summary>
    public (IReadOnlyList<long> Accepted, IReadOnlyList<long> Refused) Counts() => ([.. _accepted], [.. _refused]);

    private static int BinOf(float similarity) => Math.Clamp((int)((similarity + 1) / 2 * Bins), 0, Bins - 1);
}
