using System.Globalization;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Health.Probes;

/// <summary>
/// Whether a Raspberry Pi's supply is too weak now: the kernel's <c>rpi_volt</c> sensor, or the firmware's own word
/// (bit 0 of <c>get_throttled</c>) where that driver is not there. Other boards say nothing.
/// </summary>
public sealed class UnderVoltageProbe(SystemFiles system, HealthLimit limit) : IHealthProbe
{
    private const string Firmware = "sys/devices/platform/soc/soc:firmware/get_throttled";

    public string Name => HealthNames.UnderVoltage;

    public string Unit => "";

    public HealthLimit Limit => limit;

    public ValueTask<double?> MeasureAsync(CancellationToken ct) => ValueTask.FromResult(Sensor() ?? Throttled());

    private double? Sensor() => system.Folders("sys/class/hwmon", "hwmon")
        .Where(sensor => system.Text(Path.Combine(sensor, "name")) == "rpi_volt")
        .Select(sensor => (double?)system.Number(Path.Combine(sensor, "in0_lcrit_alarm"))).FirstOrDefault(alarm => alarm is not null);

    private double? Throttled()
    {
        var text = system.Text(Firmware);
        if (text is null) return null;
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) text = text[2..];
        return int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var bits) ? bits & 1 : null;
    }
}
