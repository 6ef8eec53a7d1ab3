using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Health.Probes;

/// <summary>Room left for the gate's data.</summary>
public sealed class DiskSpaceProbe(string dataFolder, HealthLimit limit) : IHealthProbe
{
    public string Name => HealthNames.DiskSpace;

    public string Unit => "MB";

    public HealthLimit Limit => limit;

    public ValueTask<double?> MeasureAsync(CancellationToken ct) =>
        ValueTask.FromResult<double?>(new DriveInfo(dataFolder).AvailableFreeSpace / 1e6);
}
