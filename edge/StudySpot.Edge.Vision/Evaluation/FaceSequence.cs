using StudySpot.Edge.Vision.Frames;

namespace StudySpot.Edge.Vision.Evaluation;

/// <summary>Frames of one presentation in the order they were taken: a live person, or an attack.</summary>
public sealed record FaceSequence(string Subject, bool IsLive, IReadOnlyList<FaceObservation> Frames);
