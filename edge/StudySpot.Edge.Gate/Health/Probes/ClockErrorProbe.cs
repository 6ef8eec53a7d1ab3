using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Health.Probes;

/// <summary>How far the clock may be off: what the kernel is still correcting, and what it may have drifted since it was last set. Nothing while the time is unknown, which is a fault of its own.</summary>
/// <param name="kernelOffset">In seconds; null where the kernel does not say.</param>
public sealed class ClockErrorProbe(IGateClock clock, Func<double?> kernelOffset, HealthLimit limit) : IHealthProbe
{
    public string Name => HealthNames.ClockError;

    public string Unit => "s";

    public HealthLimit Limit => limit;

    public ValueTask<double?> MeasureAsync(CancellationToken ct)
    {
        var reading = clock.Read();
        return ValueTask.FromResult<double?>(reading.Quality == ClockQuality.Unknown ? null : reading.Uncertainty.TotalSeconds + Math.Abs(kernelOffset() ?? 0));
    }
}
