using StudySpot.Edge.Vision.Evaluation;
using StudySpot.Edge.Vision.Tests.Liveness;

namespace StudySpot.Edge.Vision.Tests.Evaluation;

public sealed class LivenessEvaluationTests
{
    [Fact]
    public void Of_SequencesWithKnownAnswers_CountsEveryMethodsErrors()
    {
        var face = new SyntheticFace(61);
        FaceSequence[] sequences =
        [
            // Two attempts of a live person who turns, one of a live person who looks like a print.
            Sequence(true, 6, at => face.Head(12 * at), 0.99f),
            Sequence(true, 3, _ => face.Head(0), 0.1f),
            // A print, and a tilted picture that looks live; a rest of two frames counts for single frames only.
            Sequence(false, 3, _ => face.Picture(0), 0.001f),
            Sequence(false, 3, at => face.Picture(25 * at), 0.99f),
            Sequence(false, 2, _ => face.Picture(0), 0.99f),
        ];

        var errors = LivenessEvaluation.Of(sequences, 3).ToDictionary(one => one.Method);

        errors["passive, one frame"].ShouldBe(new LivenessErrors("passive, one frame", 8, 5, 0, 9, 3, 0));
        errors["passive, attempt"].ShouldBe(new LivenessErrors("passive, attempt", 2, 1, 0, 3, 1, 0));
        errors["geometric"].ShouldBe(new LivenessErrors("geometric", 2, 0, 1, 3, 0, 1));
        errors["combination"].ShouldBe(new LivenessErrors("combination", 2, 0, 0, 3, 1, 0));
        errors["combination"].Acer.ShouldBe(1 / 6.0, 1e-9);
    }

    private static FaceSequence Sequence(bool isLive, int count, Func<int, System.Numerics.Vector2[]> landmarks, float live) =>
        new("0001", isLive, [.. Enumerable.Range(0, count).Select(at => new Observed { Frame = at + 1, Landmarks = landmarks(at), Live = live }.Face)]);
}
