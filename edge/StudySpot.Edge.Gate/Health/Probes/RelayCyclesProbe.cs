using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Health.Probes;

/// <summary>How often the relay has been pulled since it was new.</summary>
public sealed class RelayCyclesProbe(RelayCycles cycles, HealthLimit limit) : IHealthProbe
{
    public string Name => HealthNames.RelayCycles;

    public string Unit => "";

    public HealthLimit Limit => limit;

    /// <summary>Also the moment at which the count is written down: a power cut costs one round of measurements.</summary>
    public ValueTask<double?> MeasureAsync(CancellationToken ct)
    {
        cycles.Save();
        return ValueTask.FromResult<double?>(cycles.Count);
    }
}
