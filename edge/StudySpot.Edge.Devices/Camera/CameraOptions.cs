namespace StudySpot.Edge.Devices.Camera;

/// <summary>A camera and how it is watched.</summary>
public sealed record CameraOptions(CameraInput Input)
{
    /// <summary>Stable in faults and events.</summary>
    public string Name { get; init; } = "camera";

    /// <summary>Whether blank, too dark, too bright and frozen pictures are faults; null leaves it to whether the source is live.</summary>
    public bool? WatchPicture { get; init; }
}
