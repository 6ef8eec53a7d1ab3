using StudySpot.Edge.Vision.Models;
using StudySpot.Edge.Vision.Thresholds;

namespace StudySpot.Edge.Vision.Tests.Thresholds;

public sealed class ThresholdPolicyTests
{
    private static readonly MatchThresholds Measured = new(0.42f, 0.5f, 1e-5, [new(1e-3, 0.4f), new(1e-5, 0.5f), new(1e-6, 0.55f)], "calibration.json");

    [Theory]
    [InlineData(1)]
    [InlineData(100)]
    [InlineData(10_000)]
    public void FalseAcceptPerComparison_OverAllMembers_AddsUpToTheAttempts(int members)
    {
        var policy = new ThresholdPolicy(Measured, 1e-3);
        var perAttempt = 1 - Math.Pow(1 - policy.FalseAcceptPerComparison(members), members);
        perAttempt.ShouldBe(1e-3, 1e-8);
    }

    [Fact]
    public void For_AMeasuredRate_IsTheMeasuredSimilarity() => new ThresholdPolicy(Measured, 1e-5).For(1).ShouldBe(0.5f, 1e-4f);

    [Fact]
    public void For_GrowingGallery_NeverFalls()
    {
        var policy = new ThresholdPolicy(Measured, 1e-3);
        var thresholds = new[] { 0, 1, 10, 100, 1_000, 10_000, 100_000, 1_000_000 }.Select(policy.For).ToArray();
        thresholds.ShouldBe(thresholds.Order());
        thresholds[^1].ShouldBeGreaterThan(0.6f);
        thresholds[^1].ShouldBeLessThan(1);
    }

    [Fact]
    public void For_ALaxTarget_StopsAtTheFloor() => new ThresholdPolicy(Measured, 0.1).For(1).ShouldBe(Measured.Floor);

    [Theory]
    [InlineData(0)]
    [InlineData(0.2)]
    [InlineData(double.NaN)]
    public void Constructor_RateThatIsNone_IsRefused(double rate) => Should.Throw<ArgumentOutOfRangeException>(() => new ThresholdPolicy(Measured, rate));

    [Fact]
    public void RefusedBelow_ManyStrangers_IsTheirQuantile()
    {
        var report = new SimilarityReport();
        report.RefusedBelow(0.99).ShouldBeNull();
        for (var i = 0; i < 1000; i++) report.Refused(i / 1000f * 0.4f);
        report.RefusedBelow(0.99).ShouldNotBeNull().ShouldBe(0.4f, 0.021f);
        report.Accepted(0.8f);
        report.Counts().Accepted.Sum().ShouldBe(1);
    }
}
