namespace StudySpot.Edge.Devices.Camera;

/// <summary>What ffmpeg is asked to open, and how.</summary>
/// <param name="Source">ffmpeg input: <c>/dev/video0</c>, an RTSP address, a video file, a picture, a folder of PNG pictures.</param>
/// <param name="Options">ffmpeg options before <c>-i</c>; empty chooses them by the source.</param>
public sealed record CameraInput(string Source, IReadOnlyList<string> Options)
{
    /// <summary>Frames are fitted into this size, never enlarged.</summary>
    public const int WidthPx = 1280;

    /// <inheritdoc cref="WidthPx"/>
    public const int HeightPx = 720;

    /// <summary>The command line that writes grey frames of <see cref="WidthPx"/> × <see cref="HeightPx"/> to standard output.</summary>
    public IReadOnlyList<string> Arguments()
    {
        var kind = Kind();
        List<string> arguments = ["-hide_banner", "-nostdin", "-v", "error"];
        // Frames read to find out about the stream are thrown away rather than shown late; of a file they are its beginning.
        if (kind != SourceKind.File) arguments.AddRange(["-fflags", "nobuffer"]);
        // Without these ffmpeg reads five seconds of frames before it shows the first (measured with 5.1 and image2 at 10
        // frames a second), and every later frame is that much too late. Streams and files need the look ahead.
        if (kind is SourceKind.Picture or SourceKind.Folder or SourceKind.Device) arguments.AddRange(["-probesize", "32", "-analyzeduration", "0"]);
        arguments.AddRange(Options.Count > 0 ? Options : Choose(kind));
        arguments.AddRange(["-i", kind == SourceKind.Folder ? Path.Combine(Source, "*.png") : Source, "-an", "-sn", "-dn"]);
        arguments.AddRange(["-vf", "format=gray,"
            + $"scale=w='min({WidthPx},iw)':h='min({HeightPx},ih)':force_original_aspect_ratio=decrease,"
            + $"pad={WidthPx}:{HeightPx}:(ow-iw)/2:(oh-ih)/2:color=white"]);
        // Passthrough: the default doubles and drops frames to keep a constant rate.
        arguments.AddRange(["-fps_mode", "passthrough", "-pix_fmt", "gray", "-f", "rawvideo", "-"]);
        return arguments;
    }

    private static string[] Choose(SourceKind kind) => kind switch
    {
        SourceKind.Device => ["-f", "v4l2"],
        // RTP over UDP loses packets on Wi-Fi and then shows grey smears for seconds.
        SourceKind.Rtsp => ["-rtsp_transport", "tcp"],
        // A picture is read again for every frame, so that another one moved to its name is seen.
        SourceKind.Picture => ["-re", "-f", "image2", "-loop", "1", "-framerate", "10"],
        SourceKind.Folder => ["-re", "-f", "image2", "-loop", "1", "-framerate", "10", "-pattern_type", "glob"],
        SourceKind.File => ["-re"],
        _ => [],
    };

    private SourceKind Kind()
    {
        if (Source.StartsWith("/dev/", StringComparison.Ordinal)) return SourceKind.Device;
        if (Source.StartsWith("rtsp://", StringComparison.OrdinalIgnoreCase)) return SourceKind.Rtsp;
        if (Source.Contains("://", StringComparison.Ordinal)) return SourceKind.Stream;
        if (Directory.Exists(Source)) return SourceKind.Folder;
        return Path.GetExtension(Source).ToUpperInvariant() is ".PNG" or ".JPG" or ".JPEG" ? SourceKind.Picture : SourceKind.File;
    }

    private enum SourceKind
    {
        File,
        Picture,
        Folder,
        Device,
        Rtsp,
        Stream,
    }
}

/// <summary>A camera that looks for codes.</summary>
public sealed record CameraOptions(CameraInput Input, StudySpot.Access.Direction Direction);
