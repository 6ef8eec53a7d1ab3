using StudySpot.Edge.Devices.Camera;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Testing;

namespace StudySpot.Edge.Devices.Tests.Camera;

public sealed class SharedCameraTests : IDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly CancellationTokenSource _limit = new(TimeSpan.FromSeconds(60));

    public void Dispose()
    {
        _folder.Dispose();
        _limit.Dispose();
    }

    [Fact]
    public async Task Next_TwoWhoLook_BothSeeNewerPicturesOfOneChild()
    {
        await RunningProcess.RunAsync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "color=0xff8000:size=640x480", "-frames:v", "1", _folder.File("scene.png")]);
        await using var camera = new SharedCamera(new CameraOptions(new CameraInput(_folder.File("scene.png"), [])), TimeProvider.System);

        var seen = await Task.WhenAll(LookAsync(camera), LookAsync(camera));

        seen.ShouldAllBe(numbers => numbers[0] > 0 && numbers[1] > numbers[0] && numbers[2] > numbers[1]);
        camera.Report.Restarts.ShouldBe(0);
        camera.Report.FrameAge.ShouldNotBeNull();
        camera.Report.FramesPerSecond.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Next_Cancelled_LeavesTheBuffer()
    {
        await using var camera = new SharedCamera(new CameraOptions(new CameraInput(_folder.File("absent.png"), [])), TimeProvider.System);
        using var cancel = new CancellationTokenSource();
        var frame = new CameraFrame();
        var next = camera.NextAsync(frame, cancel.Token).AsTask();

        await cancel.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => next.WaitAsync(TimeSpan.FromSeconds(30)));
        frame.Number.ShouldBe(0);
    }

    /// <summary>A camera that can do no better, and a phone's portrait: what is put around them is not part of the picture.</summary>
    [Theory]
    [InlineData("640x480", 640, 480)]
    [InlineData("1080x1920", 405, 720)]
    [InlineData("1920x1080", 1280, 720)]
    public async Task NextAsync_PictureOfAnotherShape_IsThePictureAlone(string size, int width, int height)
    {
        await RunningProcess.RunAsync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", $"color=0x0080ff:size={size}", "-frames:v", "1", _folder.File("shape.png")]);
        await using var camera = new SharedCamera(new CameraOptions(new CameraInput(_folder.File("shape.png"), [])), TimeProvider.System);
        var frame = new CameraFrame();

        await camera.NextAsync(frame, _limit.Token);

        (frame.WidthPx, frame.HeightPx).ShouldBe((width, height));
        // The last pixel of the last row: rows were taken where they begin.
        ((int)frame.Bgr.Span[^1]).ShouldBeLessThan(4);
        ((int)frame.Bgr.Span[0]).ShouldBeGreaterThan(0xff - 4);
    }

    [Fact]
    public async Task Rpicam_StandIn_ShowsItsPictureInColour()
    {
        await using var rig = new Rpicam(_folder);
        await rig.ShowAsync("color=0x2040c0:size=1280x720");
        await using var camera = rig.Camera();
        var frame = new CameraFrame();

        await camera.NextAsync(frame, _limit.Token);

        (frame.WidthPx, frame.HeightPx).ShouldBe((1280, 720));
        var middle = frame.Bgr.Span.Slice((360 * 1280 + 640) * 3, 3).ToArray();
        ((int)middle[0]).ShouldBeInRange(0xc0 - 4, 0xc0 + 4);
        ((int)middle[1]).ShouldBeInRange(0x40 - 4, 0x40 + 4);
        ((int)middle[2]).ShouldBeInRange(0x20 - 4, 0x20 + 4);
        (await File.ReadAllTextAsync(_folder.File("arguments"))).ShouldContain("--nopreview --timeout 0 --codec yuv420 --width 1280 --height 720 --camera 1");
    }

    [Fact]
    public async Task Rpicam_NoCamera_IsLostWithTheProgramsWordsAndComesBack()
    {
        await using var rig = new Rpicam(_folder);
        await rig.ShowAsync("color=0x2040c0:size=1280x720");
        rig.Fail();
        await using var camera = rig.Camera();
        var frame = new CameraFrame();
        var next = camera.NextAsync(frame, _limit.Token);

        await Eventually.TrueAsync(() => camera.Fault?.Contains("no cameras available", StringComparison.Ordinal) == true, "the program's words are reported");
        camera.FaultKind.ShouldBe(ReaderFault.Lost);
        rig.Mend();
        await next;

        await Eventually.TrueAsync(() => camera.IsHealthy == true, "the camera works");
        camera.Report.Restarts.ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Device_NotThere_IsReportedWithoutStartingAnything()
    {
        await using var camera = new SharedCamera(new CameraOptions(new CameraInput("/dev/video-absent", [])), TimeProvider.System);
        var next = camera.NextAsync(new CameraFrame(), _limit.Token).AsTask();

        await Eventually.TrueAsync(() => camera.IsHealthy == false, "the absence is reported");

        camera.Fault.ShouldNotBeNull().ShouldContain("no such device");
        camera.Report.ShouldBe(new CameraReport(camera.Fault, null, 0, 0));
        next.IsCompleted.ShouldBeFalse();
    }

    private async Task<long[]> LookAsync(SharedCamera camera)
    {
        var frame = new CameraFrame();
        var numbers = new long[3];
        for (var i = 0; i < numbers.Length; i++)
        {
            await camera.NextAsync(frame, _limit.Token);
            numbers[i] = frame.Number;
            var middle = frame.Bgr.Span.Slice((frame.HeightPx / 2 * frame.WidthPx + frame.WidthPx / 2) * 3, 3);
            // ffmpeg's colour source goes through YUV.
            ((int)middle[0]).ShouldBeLessThan(4);
            ((int)middle[1]).ShouldBeInRange(0x80 - 3, 0x80 + 3);
            ((int)middle[2]).ShouldBeGreaterThan(0xff - 4);
        }
        return numbers;
    }

    /// <summary>A program that behaves as rpicam-vid does towards its caller: raw frames at a sensor's pace, or an error and an end.</summary>
    private sealed class Rpicam(ScratchFolder folder) : IAsyncDisposable
    {
        public async Task ShowAsync(string picture)
        {
            await RunningProcess.RunAsync("ffmpeg", ["-v", "error", "-y", "-f", "lavfi", "-i", picture, "-frames:v", "1",
                "-vf", "scale=out_range=full:out_color_matrix=bt601,format=yuv420p", "-f", "rawvideo", folder.File("frame.yuv")]);
            await File.WriteAllTextAsync(folder.File("rpicam-vid"), $"""
                #!/bin/sh
                echo "$@" > '{folder.File("arguments")}'
                while [ ! -e '{folder.File("fail")}' ]; do cat '{folder.File("frame.yuv")}' || exit 1; sleep 0.05; done
                echo 'ERROR: *** no cameras available ***' >&2
                exit 255
                """);
            await RunningProcess.RunAsync("chmod", ["+x", folder.File("rpicam-vid")]);
        }

        public void Fail() => File.WriteAllText(folder.File("fail"), "");

        public void Mend() => File.Delete(folder.File("fail"));

        public SharedCamera Camera() =>
            new(new CameraOptions(new CameraInput("rpicam:1", []) { RpicamProgram = folder.File("rpicam-vid") }), TimeProvider.System);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
