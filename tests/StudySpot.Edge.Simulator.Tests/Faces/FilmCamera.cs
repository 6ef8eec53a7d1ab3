using StudySpot.Edge.Gate.Ports;
using StudySpot.Testing;
using StudySpot.Testing.Faces;

namespace StudySpot.Edge.Simulator.Tests.Faces;

/// <summary>
/// Shows a video file picture by picture, as fast as they are looked at, in the video's own time: what comes out does not
/// depend on how busy the computer is. Begins anew when it is over.
/// </summary>
internal sealed class FilmCamera : ICameraFrames
{
    private const int WidthPx = 640;
    private const int HeightPx = 480;
    private const int FrameBytes = WidthPx * HeightPx * 3;

    /// <summary>A gate on a small board looks at about this many a second.</summary>
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(250);

    private readonly byte[] _frames;
    private readonly Lock _lock = new();

    private FilmCamera(byte[] frames) => _frames = frames;

    public string Name => "camera";

    /// <summary>The gate's time: goes on with every picture.</summary>
    public SettableTime Time { get; } = new();

    /// <summary>Pictures shown so far.</summary>
    public long Shown { get; private set; }

    /// <summary>Makes a video file of JPEG pictures of one size, one after the other, and opens it as the camera would.</summary>
    /// <param name="scratch">Holds the files; nothing else has these names.</param>
    public static async Task<FilmCamera> MakeAsync(IReadOnlyList<string> pictures, ScratchFolder scratch)
    {
        var video = scratch.File("walk-up.mkv");
        await Film.MakeAsync(pictures, video);
        var raw = scratch.File("frames.bgr");
        // Filled to the edges: the edge of a photograph inside the picture would be seen for what it is.
        var fit = $"scale={WidthPx}:{HeightPx}:force_original_aspect_ratio=increase,crop={WidthPx}:{HeightPx}";
        await RunningProcess.RunAsync("ffmpeg", ["-v", "error", "-i", video, "-vf", fit, "-fps_mode", "passthrough", "-pix_fmt", "bgr24", "-f", "rawvideo", raw]);
        var frames = await File.ReadAllBytesAsync(raw);
        frames.Length.ShouldBe(pictures.Count * FrameBytes);
        return new FilmCamera(frames);
    }

    public ValueTask NextAsync(CameraFrame into, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Time.Advance(Between);
        // Who recognises and who enrols both look; each sees the next picture.
        lock (_lock)
        {
            var at = (int)(Shown % (_frames.Length / FrameBytes)) * FrameBytes;
            Shown++;
            into.Set(_frames.AsSpan(at, FrameBytes), WidthPx, HeightPx, Shown, Time.GetTimestamp());
        }
        return ValueTask.CompletedTask;
    }
}
