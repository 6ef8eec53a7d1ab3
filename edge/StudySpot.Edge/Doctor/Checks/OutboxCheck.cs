using StudySpot.Edge.Storage;

namespace StudySpot.Edge.Doctor.Checks;

/// <summary>Whether what happened reaches the cloud.</summary>
internal sealed class OutboxCheck : ICheck
{
    public string Name => "outbox";

    public Task<Finding> LookAsync(GateAtHand gate, CancellationToken ct)
    {
        if (gate.Settings is not { } settings) return Task.FromResult(this.NoSettings());
        var store = StoreReport.Read(settings.DataFolder, settings.Bundle.GateId, decisions: 0, thorough: false);
        if (store.Condition == StoreCondition.Missing) return Task.FromResult(this.Ok("nothing waits"));
        if (store.Condition != StoreCondition.Good) return Task.FromResult(this.Skipped("needs a good store first"));
        if (store.Outbox.OldestAt is not { } oldest) return Task.FromResult(this.Ok("nothing waits"));
        var age = gate.Time.GetUtcNow() - oldest;
        var says = $"{store.Outbox.Rows} events wait for the cloud, the oldest for {Spans.Words(age)}";
        return Task.FromResult(age > settings.Profile.Health.OutboxAge
            ? this.Warn(says, gate.Running is { Online: true } ? "the gate is connected but the cloud does not acknowledge: look at Ingest (docs/operating.md)" : "bring the gate online: see the check `broker`; nothing is lost meanwhile")
            : this.Ok(says));
    }
}
