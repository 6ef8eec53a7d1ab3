using Microsoft.Extensions.Logging.Abstractions;
using StudySpot.Edge.Devices;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Doctor.Checks;

/// <summary>The camera: pictures come, and something can be seen in them.</summary>
internal sealed class CameraCheck : ICheck
{
    public const string Camera = "camera";

    private const string Fix = "look at the cable and the lens, and at what else uses the camera (fuser -v /dev/video*); then `studyspot-gate test camera` and look at the picture";

    /// <summary>ffmpeg looks at a network stream for 5 s before it shows a picture.</summary>
    private static readonly TimeSpan FirstPicture = TimeSpan.FromSeconds(12);

    /// <summary>How long the pictures are watched for being blank.</summary>
    private static readonly TimeSpan Watch = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    public string Name => Camera;

    public async Task<Finding> LookAsync(GateAtHand gate, CancellationToken ct)
    {
        if (gate.Settings is not { } settings) return this.NoSettings();
        if (settings.Camera is not { Length: > 0 }) return this.Skipped("none is set");
        if (gate.Running is { } running)
            return running.Readers.Any(reader => reader.Name == Camera && !reader.Works) ? this.Fail("the running gate sees no usable picture", Fix) : this.Ok("the running gate sees pictures");
        if (gate.Silent) return this.SilentGate();
        await using var readers = CodeReaders.From(settings, gate.Time, NullLogger.Instance);
        var camera = readers.Cameras[0];
        var frame = new CameraFrame();
        using var patience = new CancellationTokenSource(FirstPicture, gate.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            await camera.NextAsync(frame, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return this.Fail($"no picture ({camera.Fault ?? "no answer"})", Fix);
        }
        var since = gate.Time.GetTimestamp();
        while (camera.Fault is null && gate.Time.GetElapsedTime(since) < Watch) await Task.Delay(LookEvery, gate.Time, ct);
        return camera.Fault is { } fault ? this.Fail(fault, Fix) : this.Ok($"{frame.WidthPx} × {frame.HeightPx}, {camera.Report.FramesPerSecond:0} pictures a second");
    }
}
