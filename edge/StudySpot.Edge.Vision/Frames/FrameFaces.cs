namespace StudySpot.Edge.Vision.Frames;

/// <summary>What the engine saw in one frame.</summary>
/// <param name="FrameNumber">The camera's number of the frame.</param>
/// <param name="At">Timestamp of the frame's last byte.</param>
/// <param name="Boxes">Every face found, the largest first.</param>
/// <param name="Main">The largest face, looked at closely; null when there is none.</param>
public sealed record FrameFaces(long FrameNumber, long At, IReadOnlyList<FaceBox> Boxes, FaceObservation? Main);
