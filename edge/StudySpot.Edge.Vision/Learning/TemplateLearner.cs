using Microsoft.Extensions.Logging;
using StudySpot.Access;
using StudySpot.Edge.Gate.Faces;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Vision.Gallery;

namespace StudySpot.Edge.Vision.Learning;

/// <summary>
/// Lets members' templates absorb new views, within <see cref="LearningRules"/>. Each view carries its time and the event
/// it came from, so it can be undone (<see cref="LearnedFaces"/>); every step is logged with ids. One caller at a time.
/// </summary>
public sealed class TemplateLearner(KnownFaces faces, LearningRules rules, TimeProvider time, ILogger logger)
{
    /// <summary>Learns the view or says why not.</summary>
    /// <exception cref="StoreUnavailableException">Nothing was learned.</exception>
    public LearningRefusal Offer(LearningOffer offer)
    {
        if (offer.Evidence == LearningEvidence.None) return LearningRefusal.NotLive;
        if (faces.Find(offer.Member) is not { } templates) return LearningRefusal.NotEnrolled;
        var now = time.GetUtcNow();
        var refusal = Judge(offer, templates, now);
        if (refusal != LearningRefusal.None) return refusal;

        var learned = Learned(templates);
        foreach (var oldest in learned.Take(learned.Length - rules.MostViews + 1)) MakeRoom(offer.Member, oldest);
        var view = new FaceTemplate(Guid.CreateVersion7(now), offer.Face, now, offer.Source);
        if (!faces.AddLearned(offer.Member, view)) return LearningRefusal.NotEnrolled;
        logger.LogInformation("Learned view {View} of member {Member} from event {Event}.", view.Id, offer.Member, offer.Source);
        return LearningRefusal.None;
    }

    private LearningRefusal Judge(LearningOffer offer, MemberTemplates templates, DateTimeOffset now)
    {
        if (faces.Search(offer.Face.Span) is not { } match || match.Member != offer.Member) return LearningRefusal.NearSomebodyElse;
        if (match.Similarity - (match.RunnerUp ?? -1) < rules.LeastMargin) return LearningRefusal.NearSomebodyElse;
        if (offer.Evidence == LearningEvidence.Live && match.EnrolledSimilarity < offer.Threshold + rules.FarAbove) return LearningRefusal.NotSure;
        // From the mean of what was enrolled, which nothing learned can move.
        if (SimilarityToEnrolment(offer.Face.Span, templates) < offer.Threshold - rules.EnrolmentSlack) return LearningRefusal.TooFarFromEnrolment;
        if (match.Similarity > rules.NothingNew) return LearningRefusal.NothingNew;
        return Learned(templates).Any(view => now - view.At < rules.Pause) ? LearningRefusal.TooSoon : LearningRefusal.None;
    }

    private static float SimilarityToEnrolment(ReadOnlySpan<float> face, MemberTemplates templates) =>
        UnitVector.Mean(templates.Views.Where(view => view.LearnedFrom is null).Select(view => (view.Vector, 1f))) is { } mean ? UnitVector.Similarity(face, mean) : -1;

    private void MakeRoom(MemberId member, FaceTemplate view)
    {
        if (!faces.RemoveLearned(member, view.Id)) return;
        logger.LogInformation("Forgot view {View} of member {Member}, learned from event {Event}.", view.Id, member, view.LearnedFrom);
    }

    /// <summary>Oldest first.</summary>
    private static FaceTemplate[] Learned(MemberTemplates templates) => [.. templates.Views.Where(view => view.LearnedFrom is not null).OrderBy(view => view.At)];
}
