namespace StudySpot.Edge.Devices.Camera;

/// <summary>What the camera's child process is asked to open, and how.</summary>
/// <param name="Source">
/// ffmpeg input: <c>/dev/video0</c>, an RTSP address, a video file, a picture, a folder of PNG pictures; or <c>rpicam:0</c>, the
/// number of a camera on a Raspberry Pi's CSI port.
/// </param>
/// <param name="Options">ffmpeg options before <c>-i</c>, or rpicam-vid options; empty chooses them by the source.</param>
public sealed record CameraInput(string Source, IReadOnlyList<string> Options)
{
    /// <summary>Pictures are fitted into this size, never enlarged.</summary>
    public const int WidthPx = 1280;

    /// <inheritdoc cref="WidthPx"/>
    public const int HeightPx = 720;

    private const string RpicamPrefix = "rpicam:";

    /// <summary>The camera program of Raspberry Pi OS from Debian 12 on.</summary>
    public string RpicamProgram { get; init; } = "rpicam-vid";

    /// <summary>True for what shows the present, so that a picture that never changes is a fault.</summary>
    public bool IsLive => Kind() is CameraKind.Device or CameraKind.Rtsp or CameraKind.Rpicam;

    /// <summary>How the child writes pixels.</summary>
    internal CameraPixels Pixels => Kind() == CameraKind.Rpicam ? CameraPixels.I420 : CameraPixels.Bgr;

    /// <summary>Null unless what is to be opened has a name in the file system that is not there.</summary>
    internal string? Missing() => Kind() switch
    {
        CameraKind.Device when !File.Exists(Source) => "no such device: unplugged, or another name (ls /dev/v4l/by-id)",
        CameraKind.Picture or CameraKind.File when !File.Exists(Source) => "no such file",
        _ => null,
    };

    /// <summary>The command line that writes frames of <see cref="WidthPx"/> × <see cref="HeightPx"/> to standard output.</summary>
    public IReadOnlyList<string> Command()
    {
        var kind = Kind();
        if (kind == CameraKind.Rpicam)
        {
            // Raw frames carry the sensor's row padding (null encoder), which is none at a width that 128 divides. yuv420 is in
            // JPEG's colour space: BT.601, full range. Unflushed, stdio would hold back the end of a frame until the next one.
            return
            [
                RpicamProgram, "--nopreview", "--timeout", "0", "--codec", "yuv420", "--width", $"{WidthPx}", "--height", $"{HeightPx}",
                "--camera", Source[RpicamPrefix.Length..], "--flush", .. Options.Count > 0 ? Options : ["--framerate", "15"], "--output", "-",
            ];
        }
        List<string> command = ["ffmpeg", "-hide_banner", "-nostdin", "-v", "error"];
        // Frames read to find out about the stream are thrown away rather than shown late; of a file they are its beginning.
        if (kind != CameraKind.File) command.AddRange(["-fflags", "nobuffer"]);
        // Without these ffmpeg reads five seconds of frames before it shows the first (measured with 5.1 and image2 at 10
        // frames a second), and every later frame is that much too late. Streams and files need the look ahead.
        if (kind is CameraKind.Picture or CameraKind.Folder or CameraKind.Device) command.AddRange(["-probesize", "32", "-analyzeduration", "0"]);
        command.AddRange(Options.Count > 0 ? Options : Choose(kind));
        command.AddRange(["-i", kind == CameraKind.Folder ? Path.Combine(Source, "*.png") : Source, "-an", "-sn", "-dn"]);
        command.AddRange(["-vf", $"scale=w='min({WidthPx},iw)':h='min({HeightPx},ih)':force_original_aspect_ratio=decrease,format=bgr24,"
            + $"pad={WidthPx}:{HeightPx}:(ow-iw)/2:(oh-ih)/2:color=white"]);
        // Passthrough: the default doubles and drops frames to keep a constant rate.
        command.AddRange(["-fps_mode", "passthrough", "-pix_fmt", "bgr24", "-f", "rawvideo", "-"]);
        return command;
    }

    private static string[] Choose(CameraKind kind) => kind switch
    {
        CameraKind.Device => ["-f", "v4l2"],
        // RTP over UDP loses packets on Wi-Fi and then shows grey smears for seconds.
        CameraKind.Rtsp => ["-rtsp_transport", "tcp"],
        // A picture is read again for every frame, so that another one moved to its name is seen.
        CameraKind.Picture => ["-re", "-f", "image2", "-loop", "1", "-framerate", "10"],
        CameraKind.Folder => ["-re", "-f", "image2", "-loop", "1", "-framerate", "10", "-pattern_type", "glob"],
        CameraKind.File => ["-re"],
        _ => [],
    };

    private CameraKind Kind()
    {
        if (Source.StartsWith("/dev/", StringComparison.Ordinal)) return CameraKind.Device;
        if (Source.StartsWith(RpicamPrefix, StringComparison.Ordinal)) return CameraKind.Rpicam;
        if (Source.StartsWith("rtsp://", StringComparison.OrdinalIgnoreCase) || Source.StartsWith("rtsps://", StringComparison.OrdinalIgnoreCase)) return CameraKind.Rtsp;
        if (Source.Contains("://", StringComparison.Ordinal)) return CameraKind.Stream;
        if (Directory.Exists(Source)) return CameraKind.Folder;
        return Path.GetExtension(Source).ToUpperInvariant() is ".PNG" or ".JPG" or ".JPEG" ? CameraKind.Picture : CameraKind.File;
    }

    private enum CameraKind
    {
        File,
        Picture,
        Folder,
        Device,
        Rtsp,
        Stream,
        Rpicam,
    }
}

/// <summary>Layout of the frames a child writes.</summary>
internal enum CameraPixels
{
    /// <summary>24 bits a pixel: blue, green, red.</summary>
    Bgr,
    /// <summary>A plane of brightness, then two of colour at half the width and height; BT.601, full range.</summary>
    I420,
}
