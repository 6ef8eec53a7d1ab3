using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Vision.Learning;

namespace StudySpot.Edge.Vision.Attempts;

/// <summary>What one more frame led to.</summary>
/// <param name="Prompt">What the person is to do now.</param>
/// <param name="Attempt">Set once for each person, by the frame that settled it.</param>
/// <param name="Face">With an attempt that had usable frames: the fused face, for learning from it. Never stored, never logged.</param>
/// <param name="Evidence">With an attempt: what vouches for a live person.</param>
public readonly record struct AttemptStep(
    FaceHint Prompt, FaceAttempt? Attempt = null, ReadOnlyMemory<float> Face = default, LearningEvidence Evidence = LearningEvidence.None);
