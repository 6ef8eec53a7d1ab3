namespace StudySpot.Edge.Vision.Evaluation;

/// <summary>Measured similarities of one kind of pair, sorted. Immutable.</summary>
public sealed class SimilarityDistribution
{
    private readonly float[] _sorted;

    public SimilarityDistribution(IEnumerable<float> similarities)
    {
        _sorted = [.. similarities];
        Array.Sort(_sorted);
    }

    public int Count => _sorted.Length;

    /// <summary>The smallest; NaN when there is none.</summary>
    public float Least => Count == 0 ? float.NaN : _sorted[0];

    public float Most => Count == 0 ? float.NaN : _sorted[^1];

    /// <summary>Share at or above a threshold: false accepts of strangers.</summary>
    public double ShareFrom(float threshold) => Count == 0 ? double.NaN : (double)(Count - Below(threshold)) / Count;

    /// <summary>Share below a threshold: false rejects of members.</summary>
    public double ShareBelow(float threshold) => Count == 0 ? double.NaN : (double)Below(threshold) / Count;

    /// <summary>The value that the given share lies at or below, nearest rank.</summary>
    public float Quantile(double share) => _sorted[Math.Clamp((int)Math.Ceiling(share * Count) - 1, 0, Count - 1)];

    /// <summary>The smallest threshold at which no more than <paramref name="rate"/> of these are accepted; null when there are too few to tell (fewer than 1/rate).</summary>
    public float? ThresholdFor(double rate)
    {
        if (Count * rate < 1) return null;
        var accepted = (int)Math.Floor(Count * rate);
        // Just above the first one that must not pass.
        return MathF.BitIncrement(_sorted[Count - 1 - accepted]);
    }

    /// <summary>How many lie in each of equally wide bins from <paramref name="from"/> to <paramref name="to"/>; what is outside counts in the first and last.</summary>
    public int[] Histogram(float from, float to, int bins)
    {
        var counts = new int[bins];
        foreach (var value in _sorted) counts[Math.Clamp((int)((value - from) / (to - from) * bins), 0, bins - 1)]++;
        return counts;
    }

    private int Below(float threshold)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_sorted[middle] < threshold) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
