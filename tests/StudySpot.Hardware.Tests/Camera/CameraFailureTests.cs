using StudySpot.Edge.Devices.Camera;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Hardware.Tests.Stage;
using StudySpot.Testing;

namespace StudySpot.Hardware.Tests.Camera;

/// <summary>A camera that fails while it streams: vivid, unbound from its driver or told to answer with errors.</summary>
public sealed class CameraFailureTests
{
    private const string Node = "/dev/video5";
    private const string Driver = "/sys/bus/platform/drivers/vivid";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task Next_DeviceTakenAwayWhileStreaming_IsReportedAndStreamsAgain()
    {
        await KernelModule.LoadAsync("vivid", Node, "n_devs=1", "node_types=0x1", "vid_cap_nr=5");
        await using var camera = new SharedCamera(new CameraOptions(new CameraInput(Node, [])), TimeProvider.System);
        var frame = new CameraFrame();
        using var stop = new CancellationTokenSource(Limit * 3);
        await camera.NextAsync(frame, stop.Token);
        var first = frame.Number;
        await camera.NextAsync(frame, stop.Token);
        frame.Number.ShouldBeGreaterThan(first);

        await File.WriteAllTextAsync(Path.Combine(Driver, "unbind"), "vivid.0", stop.Token);
        await Eventually.TrueAsync(() => camera.IsHealthy == false, "the loss is reported", Limit);
        File.Exists(Node).ShouldBeFalse();
        camera.Fault.ShouldNotBeNull();
        await File.WriteAllTextAsync(Path.Combine(Driver, "bind"), "vivid.0", stop.Token);
        await Eventually.TrueAsync(() => camera.IsHealthy == true, "the camera works again", Limit);
        var before = frame.Number;
        await camera.NextAsync(frame, stop.Token);

        frame.Number.ShouldBeGreaterThan(before);
        frame.Bgr.Span.IndexOfAnyExcept(frame.Bgr.Span[0]).ShouldBeGreaterThan(0, "a picture has more than one colour");
    }

    [Fact]
    public async Task Next_DeviceAnswersWithErrors_IsReportedAndStreamsAgain()
    {
        await KernelModule.LoadAsync("vivid", Node, "n_devs=1", "node_types=0x1", "vid_cap_nr=5");
        using var faults = new VividFaults(Node);
        await using var camera = new SharedCamera(new CameraOptions(new CameraInput(Node, [])), TimeProvider.System);
        var frame = new CameraFrame();
        using var stop = new CancellationTokenSource(Limit * 3);
        await camera.NextAsync(frame, stop.Token);

        // Once would be mended by opening it again, before a loss is worth a word: each new stream fails too.
        await Eventually.TrueAsync(
            () =>
            {
                faults.FailStreaming();
                return camera.Fault?.Contains("Input/output error", StringComparison.Ordinal) ?? false;
            }, "the loss is reported", Limit);
        File.Exists(Node).ShouldBeTrue("the device stays, it only fails");
        await Eventually.TrueAsync(() => camera.IsHealthy == true, "the camera works again", Limit);
        var before = frame.Number;
        await camera.NextAsync(frame, stop.Token);

        frame.Number.ShouldBeGreaterThan(before);
        camera.Report.Restarts.ShouldBeGreaterThan(0);
    }
}
