using System.Numerics;
using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Images;
using StudySpot.Edge.Vision.Quality;

namespace StudySpot.Edge.Vision.Tests.Quality;

public sealed class QualityGateTests
{
    private static readonly FaceBox Box = new(100, 100, 150, 200);

    private static FaceFaults Judge(Func<int, int, float>? luma = null, float eyes = 60, HeadPose pose = default, float open = 1, float length = 10, Vector2 shift = default,
        params FaceBox[] others)
    {
        var aligned = new float[3 * 112 * 112];
        for (var i = 0; i < aligned.Length; i++) aligned[i] = (luma ?? Sharp)(i % 112, i / 112 % 112);
        var landmarks = new Vector2[68];
        for (var i = 0; i < 68; i++) landmarks[i] = new Vector2(175, 200) + shift;
        for (var i = 36; i < 42; i++) landmarks[i] = new Vector2(175 - eyes / 2, 160) + shift;
        for (var i = 42; i < 48; i++) landmarks[i] = new Vector2(175 + eyes / 2, 160) + shift;
        var frame = new BgrView(new byte[640 * 480 * 3], 640, 480);
        return new QualityGate(new QualityLimits { LeastEmbeddingLength = 2 }).Judge(frame, Box, [Box, .. others], landmarks, pose, open, aligned, length).Faults;
    }

    private static float Sharp(int x, int y) => (x / 4 + y / 4) % 2 * 120 + 60;

    [Fact]
    public void Judge_GoodFrame_HasNoFault() => Judge().ShouldBe(FaceFaults.None);

    [Fact]
    public void Judge_EyesTooClose_SaysComeNearer() => Judge(eyes: 15).ShouldBe(FaceFaults.TooFar);

    [Fact]
    public void Judge_HalfTheFaceOutside_SaysStepBack() => Judge(shift: new Vector2(-200, 0)).ShouldBe(FaceFaults.TooClose);

    [Fact]
    public void Judge_NoLight_SaysTooDark() => Judge((x, y) => Sharp(x, y) / 20).ShouldBe(FaceFaults.TooDark);

    [Fact]
    public void Judge_WashedOut_SaysTooBright() => Judge((x, y) => 230 + Sharp(x, y) / 10).ShouldBe(FaceFaults.TooBright);

    [Fact]
    public void Judge_NoEdges_SaysBlurred() => Judge((x, _) => 60 + x).ShouldBe(FaceFaults.Blurred);

    [Fact]
    public void Judge_TurnedAway_SaysLookAtTheCamera() => Judge(pose: new HeadPose(50, 0, 0)).ShouldBe(FaceFaults.LookAtCamera);

    [Fact]
    public void Judge_EyesShut_SaysOpenThem() => Judge(open: 0.01f).ShouldBe(FaceFaults.EyesClosed);

    [Fact]
    public void Judge_ShortEmbedding_SaysCovered() => Judge(length: 1).ShouldBe(FaceFaults.Covered);

    [Fact]
    public void Judge_SomebodyBeside_SaysOneAtATime() => Judge(others: new FaceBox(400, 100, 140, 190)).ShouldBe(FaceFaults.SeveralFaces);

    [Fact]
    public void Judge_SomebodyFarBehind_DoesNotMatter() => Judge(others: new FaceBox(400, 100, 40, 50)).ShouldBe(FaceFaults.None);

    [Fact]
    public void Sharpness_HalfTheContrast_StaysTheSame()
    {
        var (full, half) = (new float[112 * 112], new float[112 * 112]);
        for (var i = 0; i < full.Length; i++) (full[i], half[i]) = (Sharp(i % 112, i / 112), Sharp(i % 112, i / 112) / 2);
        QualityGate.Sharpness(half, 112).ShouldBe(QualityGate.Sharpness(full, 112), 1e-3f);
    }
}
