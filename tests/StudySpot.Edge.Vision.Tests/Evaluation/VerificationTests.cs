using StudySpot.Edge.Vision.Evaluation;

namespace StudySpot.Edge.Vision.Tests.Evaluation;

public sealed class VerificationTests
{
    [Fact]
    public void ThresholdFor_ARate_LetsNoMorePass()
    {
        var strangers = new SimilarityDistribution(Enumerable.Range(0, 1000).Select(i => i / 1000f));
        var threshold = strangers.ThresholdFor(0.01).ShouldNotBeNull();
        strangers.ShareFrom(threshold).ShouldBe(0.01, 1e-9);
        strangers.ShareFrom(MathF.BitDecrement(threshold)).ShouldBeGreaterThan(0.01);
    }

    [Fact]
    public void ThresholdFor_FewerThanOneOverTheRate_CannotTell() =>
        new SimilarityDistribution(Enumerable.Repeat(0.1f, 99)).ThresholdFor(0.01).ShouldBeNull();

    [Fact]
    public void Shares_AtAValueThatIsThere_CountItAsAccepted()
    {
        var distribution = new SimilarityDistribution([0.1f, 0.2f, 0.2f, 0.3f]);
        distribution.ShareFrom(0.2f).ShouldBe(0.75);
        distribution.ShareBelow(0.2f).ShouldBe(0.25);
        distribution.Quantile(0.5).ShouldBe(0.2f);
    }

    [Fact]
    public void EqualErrorRate_OverlappingByATenth_IsATenth()
    {
        var genuine = new SimilarityDistribution(Enumerable.Range(0, 1000).Select(i => 0.4f + i / 1000f * 0.5f));
        var impostor = new SimilarityDistribution(Enumerable.Range(0, 1000).Select(i => i / 1000f * 0.5f));
        var (rate, threshold) = Verification.EqualErrorRate(genuine, impostor);
        rate.ShouldBe(0.1, 0.002);
        threshold.ShouldBe(0.45f, 0.002f);
    }

    [Fact]
    public void Folds_AFoldUnlikeTheOthers_IsJudgedByTheirThreshold()
    {
        // Nine folds separate at 0.5; in the tenth everybody is 0.3 lower, so its genuine pairs fall below.
        var similarities = new List<float>();
        var same = new List<bool>();
        var fold = new List<int>();
        for (var f = 0; f < 10; f++)
            for (var i = 0; i < 10; i++)
            {
                similarities.Add((i % 2 == 0 ? 0.7f : 0.3f) - (f == 9 ? 0.3f : 0));
                same.Add(i % 2 == 0);
                fold.Add(f);
            }
        var results = Verification.Folds([.. similarities], [.. same], [.. fold], 10);
        results[0].Accuracy.ShouldBe(1);
        results[9].Accuracy.ShouldBe(0.5);
        results.Sum(result => result.Pairs).ShouldBe(100);
    }

    [Fact]
    public void AttackErrors_At_AreNamedAsTheStandardDoes()
    {
        var errors = AttackErrors.At(new SimilarityDistribution([0.2f, 0.9f, 0.9f, 0.9f]), new SimilarityDistribution([0.1f, 0.6f]), 0.5f);
        errors.Apcer.ShouldBe(0.5);
        errors.Bpcer.ShouldBe(0.25);
        errors.Acer.ShouldBe(0.375);
    }

    [Fact]
    public void Chooses_ManyPeople_AreHalvedAndAlwaysTheSameWay()
    {
        var people = Enumerable.Range(0, 2000).Select(i => $"person {i}").ToArray();
        people.Count(IdentityHalves.Chooses).ShouldBeInRange(900, 1100);
        people.Select(IdentityHalves.Chooses).ShouldBe(people.Select(IdentityHalves.Chooses));
    }

    [Fact]
    public void Svg_Distributions_AreDrawnWithTheThreshold()
    {
        var svg = SimilarityPlot.Svg("a < b", new SimilarityDistribution([0f, 0.1f]), new SimilarityDistribution([0.8f]), 0.5f);
        System.Xml.Linq.XDocument.Parse(svg).Root!.Name.LocalName.ShouldBe("svg");
        svg.ShouldContain("threshold 0.500");
    }
}
