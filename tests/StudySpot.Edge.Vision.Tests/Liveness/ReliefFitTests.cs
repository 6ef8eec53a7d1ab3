using System.Numerics;
using StudySpot.Edge.Vision.Liveness;

namespace StudySpot.Edge.Vision.Tests.Liveness;

/// <summary>Heads that turn against pictures that are moved in every way a hand can, over many people and much noise.</summary>
public sealed class ReliefFitTests
{
    private const int People = 60;

    [Theory]
    [InlineData(10, 0, 80)]
    [InlineData(0, 10, 80)]
    [InlineData(-16, 3, 95)]
    [InlineData(0, -16, 95)]
    [InlineData(12, 12, 95)]
    public void Classify_HeadThatTurns_IsAHead(double yaw, double pitch, int leastPercent)
    {
        var verdicts = Verdicts(face => Frames(6, at => face.Head(yaw * at, pitch * at, 2 * at)));

        verdicts[MotionVerdict.Head].ShouldBeGreaterThanOrEqualTo(People * leastPercent / 100);
        verdicts.ShouldNotContainKey(MotionVerdict.Flat);
    }

    [Theory]
    [InlineData(30, 0)]
    [InlineData(0, 30)]
    [InlineData(25, -25)]
    public void Classify_PictureThatIsTilted_IsFlat(double yaw, double pitch)
    {
        var verdicts = Verdicts(face => Frames(6, at => face.Picture(yaw * at, pitch * at, 5 * at)));

        verdicts.ShouldNotContainKey(MotionVerdict.Head);
        verdicts[MotionVerdict.Flat].ShouldBeGreaterThanOrEqualTo(People * 95 / 100);
    }

    [Fact]
    public void Classify_PictureHeldByHand_IsNeverAHead() =>
        Verdicts(face => Frames(6, at => face.Picture(6 * Math.Sin(5 * at), 4 * Math.Cos(7 * at), 10 * at, 80 * at))).ShouldNotContainKey(MotionVerdict.Head);

    [Theory]
    [InlineData(400, true)]
    [InlineData(150, true)]
    [InlineData(-200, true)]
    [InlineData(200, false)]
    public void Classify_BentPictureThatTurns_IsNeverAHead(double radius, bool upright) =>
        Verdicts(face => Frames(6, at => face.Picture(18 * at, 6 * at, 0, 0, radius, upright))).ShouldNotContainKey(MotionVerdict.Head);

    [Fact]
    public void Classify_PictureBentMoreAndMore_IsNeverAHead() =>
        Verdicts(face => Frames(6, at => face.Picture(5 * at, 0, 0, 0, 150 + (700 * (1 - at))))).ShouldNotContainKey(MotionVerdict.Head);

    [Fact]
    public void Classify_StillHead_HasNotEnoughMotion()
    {
        var verdicts = Verdicts(face => Frames(6, at => face.Head(0.5 * at, 0.5 * at)));

        verdicts.Keys.ShouldBe([MotionVerdict.NotEnoughMotion]);
    }

    [Fact]
    public void Classify_TalkingWithoutTurning_IsNoProofOfDepth() =>
        Verdicts(face => Frames(6, at => face.Head(0, 0, 0, 0, 12 * Math.Sin(9 * at)))).Keys.ShouldBe([MotionVerdict.NotEnoughMotion]);

    [Fact]
    public void Measure_HeadThatTurns_FindsTheTurnAndTheShape()
    {
        var face = new SyntheticFace(3);
        var measure = ReliefFit.Measure(Frames(8, at => face.Head(20 * at)))!.Value;

        // Eight even steps over 20° have a root mean square of 6.5° around their middle; noise adds to it.
        (measure.TurnRadians * 180 / Math.PI).ShouldBeInRange(5, 10);
        measure.Agreement.ShouldBeGreaterThan(0.9);
        measure.Significance.ShouldBeGreaterThan(20);
    }

    [Fact]
    public void Measure_FewerThanThreeFrames_SaysNothing()
    {
        var face = new SyntheticFace(4);

        ReliefFit.Measure(Frames(2, at => face.Head(20 * at))).ShouldBeNull();
    }

    /// <param name="frame">Gets 0 for the first frame to 1 for the last.</param>
    private static List<ReadOnlyMemory<Vector2>> Frames(int count, Func<double, Vector2[]> frame) =>
        [.. Enumerable.Range(0, count).Select(at => (ReadOnlyMemory<Vector2>)frame(at / (count - 1.0)))];

    private static Dictionary<MotionVerdict, int> Verdicts(Func<SyntheticFace, List<ReadOnlyMemory<Vector2>>> frames) =>
        Enumerable.Range(1, People).Select(seed => LivenessJudge.Classify(ReliefFit.Measure(frames(new SyntheticFace(seed)))!.Value))
            .GroupBy(verdict => verdict).ToDictionary(group => group.Key, group => group.Count());
}
