using StudySpot.Edge.Gate.Ports;
using StudySpot.Testing;

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

    private FilmCamera(byte[] frames) => _frames = frames;

    public string Name => "camera";

    /// <summary>The gate's time: goes on with every picture.</summary>
    public SettableTime Time { get; } = new();

    /// <summary>Pictures shown so far.</summary>
    public long Shown { get; private set; }

    /// <summary>Decodes a video.</summary>
    /// <param name="scratch">File for its pictures.</param>
    public static async Task<FilmCamera> OpenAsync(string video, string scratch, int pictures)
    {
        await RunningProcess.RunAsync("ffmpeg", ["-v", "error", "-i", video, "-vf", $"scale={WidthPx}:{HeightPx}", "-fps_mode", "passthrough", "-pix_fmt", "bgr24", "-f", "rawvideo", scratch]);
        var frames = await File.ReadAllBytesAsync(scratch);
        frames.Length.ShouldBe(pictures * FrameBytes);
        return new FilmCamera(frames);
    }

    public ValueTask NextAsync(CameraFrame into, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Time.Advance(Between);
        var at = (int)(Shown % (_frames.Length / FrameBytes)) * FrameBytes;
        Shown++;
        into.Set(_frames.AsSpan(at, FrameBytes), WidthPx, HeightPx, Shown, Time.GetTimestamp());
        return ValueTask.CompletedTask;
    }
}
