using StudySpot.Access;
using StudySpot.Edge.Devices.Camera;
using StudySpot.Edge.Devices.Tests;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Hardware.Tests.Stage;
using StudySpot.Testing;

namespace StudySpot.Hardware.Tests.Camera;

/// <summary>The camera reader on a V4L2 device: ffmpeg, the kernel's streaming interface, and pictures that go wrong.</summary>
public sealed class PictureTests : IAsyncLifetime
{
    /// <summary>The port's times (frozen after 30 s) and an emulated processor's.</summary>
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private LoopbackCamera _scene = null!;
    private SharedCamera _camera = null!;
    private CameraCodeReader _reader = null!;
    private WatchedReader _watched = null!;

    public async ValueTask InitializeAsync()
    {
        _scene = await LoopbackCamera.CreateAsync();
        _scene.ShowCode("SS1:FIRST");
        _camera = new SharedCamera(new CameraOptions(new CameraInput(LoopbackCamera.Node, [])), TimeProvider.System);
        _reader = new CameraCodeReader(_camera, Direction.Entry, TimeProvider.System);
        _watched = new WatchedReader(_reader);
        await ReadsAsync("SS1:FIRST");
    }

    public async ValueTask DisposeAsync()
    {
        await _watched.DisposeAsync();
        await _reader.DisposeAsync();
        await _camera.DisposeAsync();
        await _scene.DisposeAsync();
    }

    [Fact]
    public async Task Read_LensCovered_IsReportedAndTheNextCodeIsRead()
    {
        _scene.ShowSurface();
        await Eventually.TrueAsync(() => _reader.FaultKind == ReaderFault.Blank, "the covered lens is reported", Limit);
        _scene.ShowCode("SS1:AFTER");

        await ReadsAsync("SS1:AFTER");
        await Eventually.TrueAsync(() => _watched.IsHealthy, "the camera works again", Limit);
    }

    [Fact]
    public async Task Read_SamePictureForEver_IsReportedAsFrozen()
    {
        _scene.Freeze();
        await Eventually.TrueAsync(() => _reader.FaultKind == ReaderFault.Frozen, "the frozen picture is reported", Limit);
        _scene.Thaw();

        await Eventually.TrueAsync(() => _watched.IsHealthy, "the camera works again", Limit);
    }

    [Fact]
    public async Task Read_DeviceThatSendsNothing_IsLostAndComesBack()
    {
        _scene.FallSilent();
        await Eventually.TrueAsync(() => _watched.IsLost, "the silence is reported", Limit);
        _scene.ShowCode("SS1:AGAIN");
        _scene.Speak();

        await ReadsAsync("SS1:AGAIN");
    }

    private async Task ReadsAsync(string code)
    {
        try
        {
            await Eventually.TrueAsync(() => _watched.Codes.Any(c => c.Text == code), $"{code} is read", Limit);
        }
        catch (TimeoutException e)
        {
            throw new TimeoutException($"{e.Message}; {_camera.Report}", e);
        }
    }
}
