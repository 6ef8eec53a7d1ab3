using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Liveness;

namespace StudySpot.Edge.Vision.Tests.Liveness;

public sealed class LivenessJudgeTests
{
    [Theory]
    [InlineData(0.999f, LivenessVerdict.Live)]
    [InlineData(0.6f, LivenessVerdict.Live)]
    [InlineData(0.4f, LivenessVerdict.Unsure)]
    [InlineData(0.05f, LivenessVerdict.Unsure)]
    [InlineData(0.005f, LivenessVerdict.NotLive)]
    [InlineData(0f, LivenessVerdict.NotLive)]
    public void Judge_StillFace_PassiveEvidenceDecides(float live, LivenessVerdict expected)
    {
        var judged = LivenessJudge.Judge(Frames(4, (face, _) => face.Head(0), live));

        judged.Verdict.ShouldBe(expected);
        judged.Motion.ShouldBe(MotionVerdict.NotEnoughMotion);
        judged.ToEvidence().Relief.ShouldBeNull();
    }

    [Fact]
    public void Judge_TiltedPictureThatLooksLive_IsNotBelieved()
    {
        var judged = LivenessJudge.Judge(Frames(6, (face, at) => face.Picture(30 * at), 0.999f));

        judged.Motion.ShouldBe(MotionVerdict.Flat);
        judged.Verdict.ShouldNotBe(LivenessVerdict.Live);
        judged.Live.ShouldBeLessThan(LivenessJudge.LiveThreshold);
        judged.ToEvidence().Relief.ShouldNotBeNull();
    }

    [Fact]
    public void Judge_TurningHeadThatLooksLikeAPrint_IsNotRescued()
    {
        // A video of a person turns like a head: movement must not outvote what the picture shows.
        var judged = LivenessJudge.Judge(Frames(6, (face, at) => face.Head(25 * at), 0.002f));

        judged.Motion.ShouldBe(MotionVerdict.Head);
        judged.Verdict.ShouldBe(LivenessVerdict.NotLive);
    }

    [Fact]
    public void Judge_OneLuckyFrameAmongPrints_DoesNotWin()
    {
        var frames = Frames(4, (face, _) => face.Head(0), 0.001f);
        frames[2] = frames[2] with { LiveProbability = 1 };

        LivenessJudge.Judge(frames).Verdict.ShouldNotBe(LivenessVerdict.Live);
    }

    [Fact]
    public void Judge_NobodyAskedForPassiveLiveness_IsABug()
    {
        var frames = Frames(3, (face, _) => face.Head(0), 0.9f).Select(frame => frame with { LiveProbability = null }).ToArray();

        Should.Throw<ArgumentException>(() => LivenessJudge.Judge(frames));
    }

    private static FaceObservation[] Frames(int count, Func<SyntheticFace, double, System.Numerics.Vector2[]> landmarks, float live)
    {
        var face = new SyntheticFace(21);
        return [.. Enumerable.Range(0, count).Select(at => new Observed { Frame = at + 1, Landmarks = landmarks(face, at / (count - 1.0)), Live = live }.Face)];
    }
}
