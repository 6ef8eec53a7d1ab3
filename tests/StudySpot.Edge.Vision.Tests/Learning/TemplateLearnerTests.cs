using Microsoft.Extensions.Logging.Abstractions;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Vision.Gallery;
using StudySpot.Edge.Vision.Learning;
using StudySpot.Edge.Vision.Tests.Gallery;
using StudySpot.Testing;

namespace StudySpot.Edge.Vision.Tests.Learning;

/// <summary>What a template absorbs, what it does not, and that nobody can walk it from one person to another.</summary>
public sealed class TemplateLearnerTests : IDisposable
{
    private const string Set = "set";
    private const float Threshold = 0.4f;

    private static readonly LearningRules Rules = new();

    private readonly Random _random = new(77);
    private readonly SettableTime _time = new();
    private readonly MemoryTemplates _store = new(Set);
    private readonly KnownFaces _faces;
    private readonly TemplateLearner _learner;
    private readonly MemberId _member;
    private readonly float[] _person;

    public TemplateLearnerTests()
    {
        _faces = new KnownFaces(_store, Set, RandomFaces.Length);
        _learner = new TemplateLearner(_faces, Rules, _time, NullLogger.Instance);
        _member = new MemberId(RandomFaces.Id(_random));
        _person = RandomFaces.One(_random);
        _store.Enrol(_member, Enrolled(), Enrolled(), Enrolled());
        for (var i = 0; i < 50; i++) _store.Enrol(new MemberId(RandomFaces.Id(_random)), new FaceTemplate(RandomFaces.Id(_random), RandomFaces.One(_random), _time.GetUtcNow()));
    }

    public void Dispose() => _faces.Dispose();

    [Fact]
    public void Offer_ConfirmedByCode_IsLearnedWithItsSource()
    {
        var source = RandomFaces.Id(_random);

        _learner.Offer(Offer(RandomFaces.Near(_random, _person, 0.6), LearningEvidence.LiveAndCode, source)).ShouldBe(LearningRefusal.None);

        var learned = _store.Of(_member).Where(view => view.LearnedFrom is not null).ShouldHaveSingleItem();
        learned.LearnedFrom.ShouldBe(source);
        learned.At.ShouldBe(_time.GetUtcNow());
        _faces.Search(learned.Vector.Span)!.Value.Similarity.ShouldBe(1f, 1e-4f);
    }

    [Fact]
    public void Offer_WithoutACode_NeedsToBeFarAboveTheThreshold()
    {
        _learner.Offer(Offer(Seen(0.5), LearningEvidence.Live)).ShouldBe(LearningRefusal.NotSure);
        _learner.Offer(Offer(Seen(0.75), LearningEvidence.Live)).ShouldBe(LearningRefusal.None);
    }

    [Fact]
    public void Offer_NotLive_IsRefusedWhateverTheSimilarity() =>
        _learner.Offer(Offer(Seen(0.85), LearningEvidence.None)).ShouldBe(LearningRefusal.NotLive);

    [Fact]
    public void Offer_FaceFarFromTheEnrolment_IsRefusedEvenWithACode()
    {
        // A friend's phone in a stranger's hand: the code is right, the face is not.
        _learner.Offer(Offer(Seen(0.25), LearningEvidence.LiveAndCode)).ShouldBeOneOf(LearningRefusal.TooFarFromEnrolment, LearningRefusal.NearSomebodyElse);
        _store.Of(_member).ShouldAllBe(view => view.LearnedFrom == null);
    }

    [Fact]
    public void Offer_FaceNearSomebodyElseToo_IsRefused()
    {
        var twin = new MemberId(RandomFaces.Id(_random));
        var between = Seen(0.6);
        _store.Enrol(twin, new FaceTemplate(RandomFaces.Id(_random), RandomFaces.Near(_random, between, 0.6), _time.GetUtcNow()));

        _learner.Offer(Offer(between, LearningEvidence.LiveAndCode)).ShouldBe(LearningRefusal.NearSomebodyElse);
    }

    [Fact]
    public void Offer_TwiceInADay_OnlyTheFirstIsLearned()
    {
        _learner.Offer(Offer(Seen(0.6), LearningEvidence.LiveAndCode)).ShouldBe(LearningRefusal.None);
        _time.Advance(Rules.Pause - TimeSpan.FromMinutes(1));
        _learner.Offer(Offer(Seen(0.6), LearningEvidence.LiveAndCode)).ShouldBe(LearningRefusal.TooSoon);
        _time.Advance(TimeSpan.FromMinutes(1));
        _learner.Offer(Offer(Seen(0.6), LearningEvidence.LiveAndCode)).ShouldBe(LearningRefusal.None);
    }

    [Fact]
    public void Offer_SameViewAgain_AddsNothing()
    {
        var view = Seen(0.6);
        _learner.Offer(Offer(view, LearningEvidence.LiveAndCode)).ShouldBe(LearningRefusal.None);
        _time.Advance(Rules.Pause);

        _learner.Offer(Offer(RandomFaces.Near(_random, view, 0.97), LearningEvidence.LiveAndCode)).ShouldBe(LearningRefusal.NothingNew);
    }

    [Fact]
    public void Offer_ManyDays_KeepsTheNewestAndAllThatWereEnrolled()
    {
        for (var day = 0; day < 8; day++)
        {
            _learner.Offer(Offer(Seen(0.6), LearningEvidence.LiveAndCode)).ShouldBe(LearningRefusal.None);
            _time.Advance(TimeSpan.FromDays(1));
        }

        var views = _store.Of(_member);
        views.Count(view => view.LearnedFrom is null).ShouldBe(3);
        var learned = views.Where(view => view.LearnedFrom is not null).ToArray();
        learned.Length.ShouldBe(Rules.MostViews);
        learned.Min(view => view.At).ShouldBe(_time.GetUtcNow() - TimeSpan.FromDays(3));
    }

    [Fact]
    public void Offer_MemberDeletedMeanwhile_LeavesNothingBehind()
    {
        _store.Delete(_member);

        _learner.Offer(Offer(Seen(0.7), LearningEvidence.LiveAndCode)).ShouldBe(LearningRefusal.NotEnrolled);
        _faces.Search(_person)!.Value.Similarity.ShouldBeLessThan(0.35f);
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.05)]
    [InlineData(0.2)]
    public void Offer_WalkFromTheMemberToAnImpostor_NeverLetsTheImpostorIn(double step)
    {
        var impostor = RandomFaces.One(_random);
        var learnedSome = false;
        // Day after day a view a little nearer to the impostor, each with a code: an accomplice's phone, or morphed faces.
        for (var part = 0.0; part <= 1; part += step)
        {
            var view = Between(_person, impostor, part);
            for (var again = 0; again < 3; again++)
            {
                learnedSome |= _learner.Offer(Offer(RandomFaces.Near(_random, view, 0.9), LearningEvidence.LiveAndCode)) == LearningRefusal.None;
                _time.Advance(TimeSpan.FromDays(1));
            }
        }

        learnedSome.ShouldBeTrue("an attack that teaches nothing proves nothing");
        for (var look = 0; look < 20; look++)
        {
            var match = _faces.Search(RandomFaces.Near(_random, impostor, 0.85))!.Value;
            (match.Member == _member && match.EnrolledSimilarity >= Threshold - Rules.EnrolmentSlack).ShouldBeFalse();
        }
        // And the member is still the member.
        var own = _faces.Search(Seen(0.7))!.Value;
        own.Member.ShouldBe(_member);
        own.EnrolledSimilarity.ShouldBeGreaterThan(Threshold);
    }

    [Fact]
    public void Search_WalkOfViews_WouldHaveWonWithoutTheEnrolmentsVeto()
    {
        var impostor = RandomFaces.One(_random);
        for (var part = 0.0; part <= 1; part += 0.05)
        {
            for (var again = 0; again < 3; again++)
            {
                _learner.Offer(Offer(RandomFaces.Near(_random, Between(_person, impostor, part), 0.95), LearningEvidence.LiveAndCode));
                _time.Advance(TimeSpan.FromDays(1));
            }
        }

        // The learned views alone are near enough to the impostor: the veto is what stops it, so the test above can fail.
        var match = _faces.Search(RandomFaces.Near(_random, impostor, 0.85))!.Value;
        match.Member.ShouldBe(_member);
        match.Similarity.ShouldBeGreaterThan(Threshold);
        match.EnrolledSimilarity.ShouldBeLessThan(Threshold - Rules.EnrolmentSlack);
    }

    private FaceTemplate Enrolled() => new(RandomFaces.Id(_random), RandomFaces.Near(_random, _person, 0.9), _time.GetUtcNow());

    private float[] Seen(double similarity) => RandomFaces.Near(_random, _person, similarity);

    private LearningOffer Offer(float[] face, LearningEvidence evidence, Guid? source = null) =>
        new(face, _member, Threshold, evidence, source ?? RandomFaces.Id(_random));

    private static float[] Between(float[] from, float[] to, double part)
    {
        var between = from.Zip(to, (a, b) => (float)(((1 - part) * a) + (part * b))).ToArray();
        UnitVector.TryNormalise(between).ShouldBeTrue();
        return between;
    }
}
