using Microsoft.Extensions.Logging.Abstractions;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Vision.Gallery;
using StudySpot.Edge.Vision.Learning;
using StudySpot.Edge.Vision.Tests.Gallery;
using StudySpot.Edge.Vision.Tests.Liveness;
using StudySpot.Testing;

namespace StudySpot.Edge.Vision.Tests.Learning;

/// <summary>The walk from one person to another with what the network makes of two real faces, at the shipped threshold.</summary>
public sealed class RealFacesTests
{
    private static readonly LearningRules Rules = new();

    [Theory]
    [InlineData("0005", "0007")]
    [InlineData("0006", "0009")]
    public void Offer_WalkBetweenTwoRealPeople_NeverLetsTheSecondIn(string memberSubject, string impostorSubject)
    {
        var data = SpoofFrames.Open();
        using var engine = SpoofFrames.Engine();
        if (data is null || engine is null)
        {
            Assert.Skip("SKIPPED: ../shared/data/spoof-dev or the models are not there, so learning was not tried on real faces.");
            return;
        }
        float[][] Faces(string subject) =>
            [.. data.Observe(engine, data.Sequences.First(one => one.IsLive && one.Subject == subject), 0, 3).Select(face => face.Embedding.ToArray())];
        var (own, foreign, threshold) = (Faces(memberSubject), Faces(impostorSubject), engine.Thresholds.Shipped);
        var random = new Random(1);
        var (time, store, member) = (new SettableTime(), new MemoryTemplates("set"), new MemberId(RandomFaces.Id(random)));
        store.Enrol(member, new FaceTemplate(RandomFaces.Id(random), own[0], time.GetUtcNow()), new FaceTemplate(RandomFaces.Id(random), own[1], time.GetUtcNow()));
        using var faces = new KnownFaces(store, "set", engine.EmbeddingLength);
        faces.Load();
        var learner = new TemplateLearner(faces, Rules, time, NullLogger.Instance);
        var learned = 0;
        for (var part = 0f; part <= 1; part += 0.04f)
        {
            var view = own[2].Zip(foreign[0], (a, b) => ((1 - part) * a) + (part * b)).ToArray();
            UnitVector.TryNormalise(view).ShouldBeTrue();
            if (learner.Offer(new LearningOffer(view, member, threshold, LearningEvidence.LiveAndCode, RandomFaces.Id(random))) == LearningRefusal.None) learned++;
            time.Advance(TimeSpan.FromDays(1));
        }

        learned.ShouldBeGreaterThan(0, "an attack that teaches nothing proves nothing");
        foreach (var face in foreign)
            faces.Search(face)!.Value.EnrolledSimilarity.ShouldBeLessThan(threshold - Rules.EnrolmentSlack);
        var match = faces.Search(own[2])!.Value;
        match.EnrolledSimilarity.ShouldBeGreaterThan(threshold);
    }
}
