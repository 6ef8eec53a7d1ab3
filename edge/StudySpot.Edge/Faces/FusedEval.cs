using StudySpot.Edge.Vision;
using StudySpot.Edge.Vision.Attempts;
using StudySpot.Edge.Vision.Evaluation;
using StudySpot.Edge.Vision.Models;
using StudySpot.Edge.Vision.Thresholds;

namespace StudySpot.Edge.Faces;

/// <summary>
/// As a gate does it: a person is enrolled with several views, an attempt is the mean of three frames, and what counts is the
/// nearest view. People with too few pictures for an attempt are only somebody else to be taken for.
/// </summary>
/// <remarks>Pictures of a set are from different days; three frames of one camera in one second have more in common, and gain less.</remarks>
internal static class FusedEval
{
    private static readonly double[] Rates = [1e-3, 1e-4, 1e-5];

    /// <summary>Null when nobody has pictures enough.</summary>
    public static FusedFacts? Of(IReadOnlyList<FacePicture> pictures, IReadOnlyList<float[]> embeddings, SamePeople same, string modelSet, MatchThresholds thresholds)
    {
        var people = pictures.Select((picture, i) => (picture.Identity, Embedding: embeddings[i])).GroupBy(picture => picture.Identity)
            .Select(group => FusedPerson.Of(group.Key, [.. group.Select(picture => picture.Embedding)])).ToArray();
        var withAttempts = people.Where(person => person.Attempts.Length > 0).ToArray();
        var (own, strangers) = (new List<float>(), new List<float>());
        foreach (var person in withAttempts)
        {
            foreach (var attempt in person.Attempts)
            {
                foreach (var other in people.Where(other => !same.Are(person.Name, other.Name)))
                    (other == person ? own : strangers).Add(other.Similarity(attempt));
            }
        }
        if (own.Count == 0) return null;
        var (genuine, impostors) = (new SimilarityDistribution(own), new SimilarityDistribution(strangers));
        var rules = new AttemptRules { ModelSet = modelSet, ThresholdFor = new ThresholdPolicy(thresholds, GateFaces.FalseAcceptPerAttempt).For };
        return new FusedFacts(withAttempts.Length, people.Length, own.Count, strangers.Count,
            [.. Rates.Select(rate => impostors.ThresholdFor(rate) is { } threshold ? new FusedPoint(rate, threshold, genuine.ShareBelow(threshold)) : new FusedPoint(rate, null, null))],
            thresholds.Shipped, impostors.ShareFrom(thresholds.Shipped), genuine.ShareBelow(thresholds.Shipped),
            HallEval.Of(withAttempts, same, rules));
    }
}
