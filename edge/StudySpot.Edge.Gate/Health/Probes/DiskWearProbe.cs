using System.Globalization;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Health.Probes;

/// <summary>
/// The most worn of the eMMC modules, in per cent of their life (Documentation/driver-api/mmc/mmc-dev-attrs.rst: two
/// estimates in steps of 10 %; 11 is beyond the end). SD cards and most disks do not say.
/// </summary>
public sealed class DiskWearProbe(SystemFiles system, HealthLimit limit) : IHealthProbe
{
    public string Name => HealthNames.DiskWear;

    public string Unit => "%";

    public HealthLimit Limit => limit;

    public ValueTask<double?> MeasureAsync(CancellationToken ct)
    {
        double? most = null;
        foreach (var disk in system.Folders("sys/block"))
        {
            foreach (var estimate in (system.Text(Path.Combine(disk, "device/life_time")) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (!estimate.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) continue;
                if (!int.TryParse(estimate[2..], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var step)) continue;
                // 0 is "not defined".
                if (step is > 0 and <= 11 && !(step * 10 <= most)) most = step * 10;
            }
        }
        return ValueTask.FromResult(most);
    }
}
