using StudySpot.Edge.Vision.Frames;

namespace StudySpot.Edge.Vision.Detection;

/// <summary>A box and the detector's probability that it holds a face.</summary>
public readonly record struct FoundFace(FaceBox FaceInFrame, float Probability);
