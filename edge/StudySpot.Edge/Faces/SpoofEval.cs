using StudySpot.Edge.Vision.Evaluation;

namespace StudySpot.Edge.Faces;

/// <summary>Errors of passive liveness on single pictures, at a threshold that one half of the subjects fixed.</summary>
internal static class SpoofEval
{
    public static SpoofFacts Of(IReadOnlyList<Presentation> presentations, IReadOnlyList<ObservedPicture> observed)
    {
        // Every second subject in the order of their names: both halves then hold live faces and attacks.
        var subjects = presentations.Select(p => p.Subject).Distinct().Order(StringComparer.Ordinal).ToArray();
        string[] choosing = [.. subjects.Where((_, i) => i % 2 == 0)], reporting = [.. subjects.Where((_, i) => i % 2 == 1)];
        var (live, attacks) = Of(choosing);
        // Where nothing overlaps any threshold between them is as good for the choosing half; the middle is the safest for the other.
        var threshold = attacks.Most < live.Least ? (attacks.Most + live.Least) / 2 : Verification.EqualErrorRate(live, attacks).Threshold;
        return new SpoofFacts(threshold, choosing, reporting, At(choosing, threshold), At(reporting, threshold), At(reporting, 0.5f));

        (SimilarityDistribution Live, SimilarityDistribution Attacks) Of(string[] half)
        {
            var chosen = Enumerable.Range(0, presentations.Count).Where(i => half.Contains(presentations[i].Subject)).ToArray();
            return (new SimilarityDistribution(chosen.Where(i => presentations[i].IsLive).Select(i => observed[i].LiveProbability)),
                new SimilarityDistribution(chosen.Where(i => !presentations[i].IsLive).Select(i => observed[i].LiveProbability)));
        }

        AttackFacts At(string[] half, float at)
        {
            var (live, attacks) = Of(half);
            var errors = AttackErrors.At(live, attacks, at);
            return new AttackFacts(errors.Apcer, errors.Bpcer, errors.Acer, attacks.Count, live.Count);
        }
    }
}
