using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Health.Probes;

/// <summary>For how long the door has stood open, to the round of measurements. A fire holds it open on purpose.</summary>
public sealed class DoorHeldOpenProbe(ITurnstile turnstile, HealthLimit limit, TimeProvider time) : IHealthProbe
{
    private long? _since;

    public string Name => HealthNames.DoorHeldOpen;

    public string Unit => "s";

    public HealthLimit Limit => limit;

    /// <summary>The time is the confirmation.</summary>
    public int Confirmations => 1;

    public ValueTask<double?> MeasureAsync(CancellationToken ct)
    {
        if (!turnstile.Report.DoorOpen || turnstile.FireActive) _since = null;
        else _since ??= time.GetTimestamp();
        return ValueTask.FromResult<double?>(_since is { } since ? time.GetElapsedTime(since).TotalSeconds : 0);
    }
}
