using StudySpot.Edge.Storage;

namespace StudySpot.Edge.Doctor.Checks;

/// <summary>Whether the gate knows its members, and lately enough.</summary>
internal sealed class RosterCheck : ICheck
{
    private const string Fix = "the gate fetches it when it is connected: see the check `broker`";

    public string Name => "roster";

    public Task<Finding> LookAsync(GateAtHand gate, CancellationToken ct)
    {
        if (gate.Settings is not { } settings) return Task.FromResult(this.NoSettings());
        var store = StoreReport.Read(settings.DataFolder, settings.Bundle.GateId, decisions: 0, thorough: false);
        if (store.Condition is not (StoreCondition.Good or StoreCondition.Missing)) return Task.FromResult(this.Skipped("needs a good store first"));
        if (store.Policy is not { } policy || store.Roster is not { } roster)
            return Task.FromResult(this.Fail(store.Policy is null ? "no policy yet: nobody is let in" : "no roster yet: nobody is known", Fix));
        var age = gate.Time.GetUtcNow() - roster.IssuedAt.ToDateTimeOffset();
        var most = TimeSpan.FromSeconds(policy.RosterMaxAgeSeconds);
        var says = $"version {roster.Version}, {Spans.Words(age)} old; the policy trusts it for {Spans.Words(most)}";
        if (age > most) return Task.FromResult(this.Fail(says + ": nobody is let in", Fix));
        return Task.FromResult(age > most * 0.8 ? this.Warn(says, Fix) : this.Ok(says));
    }
}
