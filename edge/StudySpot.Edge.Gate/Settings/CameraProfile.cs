using StudySpot.Access;

namespace StudySpot.Edge.Gate.Settings;

/// <summary>The camera, and what is done with its pictures apart from faces.</summary>
public sealed record CameraProfile
{
    public required CameraKind Kind { get; init; }

    /// <summary>Device path, address, file or folder; the number of the camera for <see cref="CameraKind.Csi"/>.</summary>
    public required string Source { get; init; }

    /// <summary>Options of the child process that reads it; empty for the driver's own.</summary>
    public IReadOnlyList<string> Options { get; init; } = [];

    public int WidthPx { get; init; } = 1280;

    public int HeightPx { get; init; } = 720;

    public int FramesPerSecond { get; init; } = 15;

    /// <summary>Whether codes are looked for in its pictures.</summary>
    public bool ReadsCodes { get; init; } = true;

    /// <summary>Side of the gate it stands on.</summary>
    public Direction Direction { get; init; }

    /// <summary>The same picture for ever is a fault: for live cameras, whose pictures always have noise.</summary>
    public bool NoticesFrozen { get; init; } = true;
}

public enum CameraKind
{
    /// <summary>USB camera, by ffmpeg.</summary>
    V4l2,
    /// <summary>Network camera, by ffmpeg.</summary>
    Rtsp,
    /// <summary>Ribbon-cable camera of a Raspberry Pi, by rpicam-vid.</summary>
    Csi,
    /// <summary>A clip, a picture or a folder of pictures.</summary>
    File,
}
