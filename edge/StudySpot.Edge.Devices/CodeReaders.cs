using System.Globalization;
using Microsoft.Extensions.Logging;
using StudySpot.Edge.Devices.Camera;
using StudySpot.Edge.Devices.Hid;
using StudySpot.Edge.Devices.Lines;
using StudySpot.Edge.Devices.Serial;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Devices;

/// <summary>The readers and cameras a gate's settings ask for. Disposing it disposes them.</summary>
public sealed class CodeReaders : IAsyncDisposable
{
    private readonly List<ICodeReader> _readers = [];
    private readonly List<SharedCamera> _cameras = [];

    private CodeReaders() { }

    /// <summary>Names differ.</summary>
    public IReadOnlyList<ICodeReader> All => _readers;

    /// <summary>Cameras the readers look through; others may look through them as well.</summary>
    public IReadOnlyList<SharedCamera> Cameras => _cameras;

    /// <summary>Opens nothing yet: a reader that is not there is reported when it is read.</summary>
    /// <param name="logger">Told why a reader does not work, for the installer.</param>
    public static CodeReaders From(GateSettings settings, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var readers = new CodeReaders();
        foreach (var profile in settings.Profile.Readers)
        {
            LineCodeReader reader = profile.Kind == ReaderKind.Keyboard ? Keyboard(profile, time) : Serial(profile, time);
            reader.HealthChanged += healthy => Log(logger, reader.Name, healthy, reader.Fault);
            readers._readers.Add(reader);
        }
        if (settings.Profile.Camera is { } camera)
        {
            var shared = new SharedCamera(new CameraOptions(InputOf(camera)) { WatchPicture = camera.NoticesFrozen ? null : false }, time);
            readers._cameras.Add(shared);
            if (camera.ReadsCodes)
            {
                var reader = new CameraCodeReader(shared, camera.Direction, time);
                reader.HealthChanged += healthy => Log(logger, reader.Name, healthy, reader.Fault);
                readers._readers.Add(reader);
            }
        }
        return readers;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var reader in _readers) await reader.DisposeAsync();
        foreach (var camera in _cameras) await camera.DisposeAsync();
    }

    private static SerialCodeReader Serial(ReaderProfile profile, TimeProvider time)
    {
        var options = new SerialOptions(profile.Device, profile.Baud, profile.Direction) { Name = profile.Name };
        return new SerialCodeReader(profile.Idle is { } idle ? options with { Idle = idle } : options, time);
    }

    private static KeyboardCodeReader Keyboard(ReaderProfile profile, TimeProvider time)
    {
        var options = new KeyboardOptions(profile.Device, profile.Direction) { Name = profile.Name };
        return new KeyboardCodeReader(profile.Idle is { } idle ? options with { Idle = idle } : options, time);
    }

    /// <summary>Size and rate are asked of cameras that have a choice; a driver that has not takes what is nearest.</summary>
    private static CameraInput InputOf(CameraProfile camera)
    {
        var rate = camera.FramesPerSecond.ToString(CultureInfo.InvariantCulture);
        return camera.Kind switch
        {
            CameraKind.Csi => new CameraInput($"rpicam:{camera.Source}", camera.Options.Count > 0 ? camera.Options : ["--framerate", rate]),
            CameraKind.V4l2 => new CameraInput(camera.Source,
                camera.Options.Count > 0 ? camera.Options : ["-f", "v4l2", "-framerate", rate, "-video_size", $"{camera.WidthPx}x{camera.HeightPx}"]),
            _ => new CameraInput(camera.Source, camera.Options),
        };
    }

    private static void Log(ILogger logger, string name, bool healthy, string? fault)
    {
        if (healthy) logger.LogInformation("{Reader} works", name);
        else logger.LogWarning("{Reader} does not work: {Fault}", name, fault);
    }
}
