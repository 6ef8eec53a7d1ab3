using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Health.Probes;

/// <summary>The hottest thermal zone of the board (Documentation/ABI/testing/sysfs-class-thermal: thousandths of a degree).</summary>
public sealed class TemperatureProbe(SystemFiles system, HealthLimit limit) : IHealthProbe
{
    public string Name => HealthNames.Temperature;

    public string Unit => "°C";

    public HealthLimit Limit => limit;

    public ValueTask<double?> MeasureAsync(CancellationToken ct)
    {
        double? hottest = null;
        foreach (var zone in system.Folders("sys/class/thermal", "thermal_zone"))
        {
            if (system.Number(Path.Combine(zone, "temp")) is { } thousandths && !(thousandths / 1000.0 <= hottest)) hottest = thousandths / 1000.0;
        }
        return ValueTask.FromResult(hottest);
    }
}
