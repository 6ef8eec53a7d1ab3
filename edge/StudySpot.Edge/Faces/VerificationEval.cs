using System.Numerics.Tensors;
using StudySpot.Edge.Vision.Evaluation;
using StudySpot.Edge.Vision.Models;

namespace StudySpot.Edge.Faces;

/// <summary>Turns embeddings of a set into its figures: folds, ROC points, split by identity, the shipped threshold.</summary>
internal sealed class VerificationEval
{
    private static readonly double[] Rates = [1e-3, 1e-4, 1e-5, 1e-6];
    private const int Folds = 10;

    private readonly FaceData _data;
    private readonly IReadOnlyList<float[]> _embeddings;
    private readonly SamePeople _same;

    public VerificationEval(FaceData data, IReadOnlyList<float[]> embeddings, SamePeople same)
    {
        (_data, _embeddings, _same) = (data, embeddings, same);
        PairsOfOnePerson = new SimilarityDistribution(data.Pairs.Where(pair => pair.Same).Select(Similarity));
        (AllOfOnePerson, Strangers) = Cross(_ => true);
    }

    public SimilarityDistribution PairsOfOnePerson { get; }

    public SimilarityDistribution AllOfOnePerson { get; }

    public SimilarityDistribution Strangers { get; }

    public FoldFacts TenFolds()
    {
        var similarities = _data.Pairs.Select(Similarity).ToArray();
        // Same and different pairs each in ten runs of the file's own order, as LFW's pairs.txt lays them.
        var (seen, counts) = (new int[2], new[] { _data.Pairs.Count(pair => !pair.Same), _data.Pairs.Count(pair => pair.Same) });
        var folds = _data.Pairs.Select(pair => seen[pair.Same ? 1 : 0]++ * Folds / counts[pair.Same ? 1 : 0]).ToArray();
        var results = Verification.Folds(similarities, [.. _data.Pairs.Select(pair => pair.Same)], folds, Folds);
        var mean = results.Average(fold => fold.Accuracy);
        return new FoldFacts(mean, Math.Sqrt(results.Average(fold => Math.Pow(fold.Accuracy - mean, 2))), results.Average(fold => fold.Threshold), similarities.Length);
    }

    public RocPoint[] Roc() => [.. Rates.Select(rate => Strangers.ThresholdFor(rate) is { } threshold
        ? new RocPoint(rate, threshold, PairsOfOnePerson.ShareBelow(threshold), AllOfOnePerson.ShareBelow(threshold))
        : new RocPoint(rate, null, null, null))];

    public EqualErrorFacts EqualError() => Verification.EqualErrorRate(PairsOfOnePerson, Strangers) is var (rate, threshold) ? new EqualErrorFacts(rate, threshold) : null!;

    public SplitFacts[] Split()
    {
        var people = _data.Pictures.Select(picture => picture.Identity).Distinct().ToArray();
        var (_, choosing) = Cross(IdentityHalves.Chooses);
        var (genuine, reporting) = Cross(person => !IdentityHalves.Chooses(person));
        var chose = people.Count(IdentityHalves.Chooses);
        return [.. Rates.Select(rate => choosing.ThresholdFor(rate) is { } threshold
            ? new SplitFacts(rate, threshold, reporting.ShareFrom(threshold), genuine.ShareBelow(threshold), chose, people.Length - chose)
            : new SplitFacts(rate, null, null, null, chose, people.Length - chose))];
    }

    public ThresholdFacts At(MatchThresholds thresholds)
    {
        var share = Strangers.ShareFrom(thresholds.Shipped);
        return new ThresholdFacts(thresholds.Shipped, share, (long)Math.Round(share * Strangers.Count), Strangers.Count,
            PairsOfOnePerson.ShareBelow(thresholds.Shipped), AllOfOnePerson.ShareBelow(thresholds.Shipped));
    }

    private float Similarity(FacePair pair) => TensorPrimitives.Dot<float>(_embeddings[pair.A], _embeddings[pair.B]);

    private (SimilarityDistribution OnePerson, SimilarityDistribution Strangers) Cross(Func<string, bool> takesPart)
    {
        var chosen = Enumerable.Range(0, _data.Pictures.Count).Where(i => takesPart(_data.Pictures[i].Identity)).ToArray();
        var onePerson = new List<float>();
        var strangers = new List<float>(chosen.Length * (chosen.Length - 1) / 2);
        for (var i = 0; i < chosen.Length; i++)
        {
            var (a, person) = (_embeddings[chosen[i]], _data.Pictures[chosen[i]].Identity);
            for (var j = i + 1; j < chosen.Length; j++)
            {
                var other = _data.Pictures[chosen[j]].Identity;
                if (person == other) onePerson.Add(TensorPrimitives.Dot<float>(a, _embeddings[chosen[j]]));
                else if (!_same.Are(person, other)) strangers.Add(TensorPrimitives.Dot<float>(a, _embeddings[chosen[j]]));
            }
        }
        return (new SimilarityDistribution(onePerson), new SimilarityDistribution(strangers));
    }
}
