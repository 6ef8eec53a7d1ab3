using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Health.Probes;

/// <summary>The roster's age as a share of the age at which the policy no longer trusts it. Nothing before there are both.</summary>
public sealed class RosterAgeProbe(IGateStore store, IGateClock clock, HealthLimit limit) : IHealthProbe
{
    public string Name => HealthNames.RosterAge;

    public string Unit => "%";

    public HealthLimit Limit => limit;

    public ValueTask<double?> MeasureAsync(CancellationToken ct)
    {
        if (store.Roster is not { } roster || store.Policy is not { RosterMaxAgeSeconds: > 0 and var most }) return ValueTask.FromResult<double?>(null);
        var age = (clock.Read().Now - roster.IssuedAt).TotalSeconds;
        return ValueTask.FromResult<double?>(Math.Max(0, age) * 100 / most);
    }
}
