namespace StudySpot.Edge.Vision.Frames;

/// <summary>Where the head points. All zero is straight into the camera.</summary>
/// <param name="YawDegrees">Positive when the nose points to the right edge of the picture.</param>
/// <param name="PitchDegrees">Positive when the nose points up.</param>
/// <param name="RollDegrees">Positive when the head leans clockwise as seen in the picture.</param>
public readonly record struct HeadPose(float YawDegrees, float PitchDegrees, float RollDegrees);
