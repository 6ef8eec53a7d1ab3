using Microsoft.Extensions.Logging;
using StudySpot.Edge.Devices.Camera;
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
        if (settings.Serial is { } path)
        {
            var serial = new SerialCodeReader(new SerialOptions(path, settings.SerialBaud, settings.ReaderDirection), time);
            serial.HealthChanged += healthy => Log(logger, serial.Name, healthy, serial.Fault);
            readers._readers.Add(serial);
        }
        if (settings.Camera is { Length: > 0 } source)
        {
            var camera = new SharedCamera(new CameraOptions(new CameraInput(source, settings.CameraOptions)), time);
            camera.HealthChanged += healthy => Log(logger, camera.Name, healthy, camera.Fault);
            readers._cameras.Add(camera);
            readers._readers.Add(new CameraCodeReader(camera, settings.ReaderDirection));
        }
        return readers;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var reader in _readers) await reader.DisposeAsync();
        foreach (var camera in _cameras) await camera.DisposeAsync();
    }

    private static void Log(ILogger logger, string name, bool healthy, string? fault)
    {
        if (healthy) logger.LogInformation("{Reader} works", name);
        else logger.LogWarning("{Reader} does not work: {Fault}", name, fault);
    }
}
