namespace StudySpot.Edge.Devices.Camera;

/// <summary>How a camera is, for doctors and health checks.</summary>
/// <param name="Fault">Why it does not work, for a person; null while it does or before anything is known.</param>
/// <param name="FrameAge">Since the last byte of the newest frame came; null before the first. The camera's own delay comes on top.</param>
/// <param name="FramesPerSecond">Over the last <see cref="FrameRate.Window"/>.</param>
/// <param name="Restarts">Times the child was started again after it had ended or was ended, since the camera was first asked for frames.</param>
public sealed record CameraReport(string? Fault, TimeSpan? FrameAge, double FramesPerSecond, int Restarts);
