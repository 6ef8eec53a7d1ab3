using StudySpot.Edge.Vision.Detection;
using StudySpot.Edge.Vision.Frames;

namespace StudySpot.Edge.Vision.Tests.Detection;

public sealed class FaceDetectorTests
{
    [Fact]
    public void Merge_OverlappingBoxes_BecomeTheirWeightedMean()
    {
        var merged = FaceDetector.Merge([new(new FaceBox(0, 0, 10, 10), 0.9f), new(new FaceBox(1, 1, 10, 10), 0.9f), new(new FaceBox(100, 100, 8, 8), 0.7f)]);
        merged.Count.ShouldBe(2);
        merged[0].FaceInFrame.Left.ShouldBe(0.5f, 1e-4f);
        merged[0].Probability.ShouldBe(0.9f);
        merged[1].FaceInFrame.ShouldBe(new FaceBox(100, 100, 8, 8));
    }

    [Fact]
    public void Overlap_HalfShifted_IsAThird() => new FaceBox(0, 0, 10, 10).Overlap(new FaceBox(5, 0, 10, 10)).ShouldBe(1 / 3f, 1e-5f);

    [Fact]
    public void Overlap_Apart_IsNothing() => new FaceBox(0, 0, 10, 10).Overlap(new FaceBox(10, 0, 10, 10)).ShouldBe(0);
}
