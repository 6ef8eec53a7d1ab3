using Microsoft.Extensions.Logging;
using StudySpot.Edge.Devices.Camera;
using StudySpot.Edge.Devices.Serial;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Devices;

/// <summary>The readers a gate's settings ask for.</summary>
public static class CodeReaders
{
    /// <summary>Opens nothing yet: a reader that is not there is reported when it is read.</summary>
    /// <param name="logger">Told why a reader does not work, for the installer.</param>
    public static IReadOnlyList<ICodeReader> From(GateSettings settings, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(settings);
        var readers = new List<ICodeReader>();
        if (settings.Serial is { } path)
        {
            var serial = new SerialCodeReader(new SerialOptions(path, settings.SerialBaud, settings.ReaderDirection), time);
            serial.HealthChanged += healthy => Log(logger, serial.Name, healthy, serial.Fault);
            readers.Add(serial);
        }
        if (settings.Camera is { Length: > 0 } source)
        {
            var camera = new CameraCodeReader(new CameraOptions(new CameraInput(source, settings.CameraOptions), settings.ReaderDirection), time);
            camera.HealthChanged += healthy => Log(logger, camera.Name, healthy, camera.Fault);
            readers.Add(camera);
        }
        return readers;
    }

    private static void Log(ILogger logger, string name, bool healthy, string? fault)
    {
        if (healthy) logger.LogInformation("{Reader} works", name);
        else logger.LogWarning("{Reader} does not work: {Fault}", name, fault);
    }
}
