using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Vision.Liveness;

/// <summary>What several frames of one face came to.</summary>
/// <param name="Live">Passive and geometric evidence together, as a probability.</param>
/// <param name="Relief">Null with fewer than three frames.</param>
public readonly record struct LivenessJudgement(LivenessVerdict Verdict, float Live, MotionVerdict Motion, ReliefMeasure? Relief)
{
    /// <summary>The numbers that go into the attempt's event.</summary>
    /// <param name="challenge">The answered challenge.</param>
    public FaceLiveness ToEvidence(FaceHint challenge = FaceHint.None) =>
        new(Live, LivenessJudge.LiveThreshold, Motion == MotionVerdict.NotEnoughMotion ? null : (float?)Relief?.Residual, challenge);
}
