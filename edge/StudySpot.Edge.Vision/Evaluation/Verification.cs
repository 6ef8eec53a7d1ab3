namespace StudySpot.Edge.Vision.Evaluation;

/// <summary>How well similarities tell one person from two.</summary>
public static class Verification
{
    /// <summary>Error rate at the threshold where false accepts and false rejects meet.</summary>
    public static EqualError EqualErrorRate(SimilarityDistribution genuine, SimilarityDistribution impostor)
    {
        var (low, high) = (-1f, 1f);
        // False accepts fall and false rejects rise with the threshold, so halving finds the crossing.
        for (var i = 0; i < 40; i++)
        {
            var middle = (low + high) / 2;
            if (impostor.ShareFrom(middle) > genuine.ShareBelow(middle)) low = middle;
            else high = middle;
        }
        return new EqualError((impostor.ShareFrom(high) + genuine.ShareBelow(high)) / 2, high);
    }

    /// <summary>LFW's protocol: for each fold the threshold that is best on the others, and the accuracy it gives on the fold.</summary>
    /// <param name="same">Whether a pair shows one person.</param>
    /// <param name="fold">0-based number of each pair's fold.</param>
    public static IReadOnlyList<FoldResult> Folds(ReadOnlySpan<float> similarities, ReadOnlySpan<bool> same, ReadOnlySpan<int> fold, int folds)
    {
        var results = new FoldResult[folds];
        for (var f = 0; f < folds; f++)
        {
            var threshold = BestThreshold(similarities, same, fold, f);
            int right = 0, count = 0;
            for (var i = 0; i < similarities.Length; i++)
            {
                if (fold[i] != f) continue;
                count++;
                if (similarities[i] >= threshold == same[i]) right++;
            }
            results[f] = new FoldResult(threshold, count == 0 ? double.NaN : (double)right / count, count);
        }
        return results;
    }

    private static float BestThreshold(ReadOnlySpan<float> similarities, ReadOnlySpan<bool> same, ReadOnlySpan<int> fold, int without)
    {
        var pairs = new List<(float Similarity, bool Same)>();
        for (var i = 0; i < similarities.Length; i++)
            if (fold[i] != without) pairs.Add((similarities[i], same[i]));
        pairs.Sort((a, b) => a.Similarity.CompareTo(b.Similarity));
        // Threshold below everything: every genuine pair is right.
        var right = pairs.Count(pair => pair.Same);
        var (best, threshold) = (right, -1f);
        for (var i = 0; i < pairs.Count; i++)
        {
            right += pairs[i].Same ? -1 : 1;
            if (right <= best) continue;
            best = right;
            threshold = i + 1 < pairs.Count ? (pairs[i].Similarity + pairs[i + 1].Similarity) / 2 : 1;
        }
        return threshold;
    }
}

/// <summary>Where the two errors are equal.</summary>
public readonly record struct EqualError(double Rate, float Threshold);

/// <summary>One fold: the threshold that the other folds chose, and what it gave here.</summary>
public readonly record struct FoldResult(float Threshold, double Accuracy, int Pairs);
