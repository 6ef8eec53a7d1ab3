using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Health.Probes;

/// <summary>How long the oldest event has waited for the cloud.</summary>
public sealed class OutboxAgeProbe(IGateStore store, IGateClock clock, HealthLimit limit) : IHealthProbe
{
    public string Name => HealthNames.OutboxAge;

    public string Unit => "h";

    public HealthLimit Limit => limit;

    /// <summary>Never below zero: the clock may have been ahead when the event was written.</summary>
    public ValueTask<double?> MeasureAsync(CancellationToken ct) => ValueTask.FromResult<double?>(
        store.Outbox.OldestAt is { } oldest ? Math.Max(0, (clock.Read().Now.ToDateTimeOffset() - oldest).TotalHours) : 0);
}
