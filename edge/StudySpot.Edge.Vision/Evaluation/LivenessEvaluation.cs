using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Liveness;

namespace StudySpot.Edge.Vision.Evaluation;

/// <summary>Judges sequences with each method alone and with all together, at the numbers the gate ships with: nothing is fitted here.</summary>
public static class LivenessEvaluation
{
    /// <param name="framesPerAttempt">Consecutive frames of one attempt; a sequence gives as many attempts as fit without overlap.</param>
    public static IReadOnlyList<LivenessErrors> Of(IReadOnlyCollection<FaceSequence> sequences, int framesPerAttempt)
    {
        var attempts = sequences.SelectMany(sequence => sequence.Frames.Chunk(framesPerAttempt).Where(chunk => chunk.Length == framesPerAttempt)
            .Select(chunk => (sequence.IsLive, Frames: chunk))).ToArray();
        var judged = attempts.Select(attempt => (attempt.IsLive, Judgement: LivenessJudge.Judge(attempt.Frames))).ToArray();
        return
        [
            Errors("passive, one frame", sequences.SelectMany(sequence => sequence.Frames.Select(frame => (sequence.IsLive, OneFrame(frame))))),
            Errors("passive, attempt", attempts.Select(attempt => (attempt.IsLive, Of(LivenessJudge.Judge([.. attempt.Frames.Select(Still)]).Verdict)))),
            Errors("geometric", judged.Select(one => (one.IsLive, Of(one.Judgement.Motion)))),
            // What is unsure is asked to move before anything opens: not accepted, and for people counted as refused.
            Errors("combination", judged.Select(one => (one.IsLive, (bool?)(one.Judgement.Verdict == LivenessVerdict.Live)))),
        ];
    }

    private static LivenessErrors Errors(string method, IEnumerable<(bool IsLive, bool? Accepted)> answers)
    {
        var all = answers.ToArray();
        var (attacks, live) = (all.Where(one => !one.IsLive).ToArray(), all.Where(one => one.IsLive).ToArray());
        return new LivenessErrors(method,
            attacks.Length, attacks.Count(one => one.Accepted == true), attacks.Count(one => one.Accepted is null),
            live.Length, live.Count(one => one.Accepted == false), live.Count(one => one.Accepted is null));
    }

    private static bool? OneFrame(FaceObservation frame) => frame.LiveProbability is { } live ? live >= LivenessJudge.LiveThreshold : null;

    private static bool? Of(LivenessVerdict verdict) => verdict == LivenessVerdict.Live;

    private static bool? Of(MotionVerdict motion) => motion switch { MotionVerdict.Head => true, MotionVerdict.Flat => false, _ => null };

    /// <summary>The same points in every frame: without movement only the passive evidence is left.</summary>
    private static FaceObservation Still(FaceObservation frame) => frame with { LandmarksInFrame = StillLandmarks };

    private static readonly System.Numerics.Vector2[] StillLandmarks =
        [.. Enumerable.Range(0, HeadShape.Count).Select(HeadShape.Point).Select(point => new System.Numerics.Vector2((float)point.X, (float)point.Y))];
}
