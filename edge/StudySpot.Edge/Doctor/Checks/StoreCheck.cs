using StudySpot.Edge.Storage;

namespace StudySpot.Edge.Doctor.Checks;

/// <summary>The gate's database, every page of it.</summary>
internal sealed class StoreCheck : ICheck
{
    public string Name => "store";

    public Task<Finding> LookAsync(GateAtHand gate, CancellationToken ct)
    {
        if (gate.Settings is not { } settings) return Task.FromResult(this.NoSettings());
        var store = StoreReport.Read(settings.DataFolder, settings.Bundle.GateId, decisions: 0, thorough: true);
        return Task.FromResult(store.Condition switch
        {
            StoreCondition.Good => this.Ok($"whole, {store.Outbox.LastSequence} events, {store.Outbox.Rows} waiting for the cloud"),
            StoreCondition.Missing => this.Warn("no database yet: the gate has not run", $"start the gate (systemctl start {GateUser.Unit})"),
            StoreCondition.Damaged => this.Fail(store.Explanation!,
                $"restart the gate (systemctl restart {GateUser.Unit}): it sets the file aside, saves the events it can read and fetches roster and policy again; then replace the card"),
            StoreCondition.Foreign => this.Fail(store.Explanation!, "restart the gate: it sets the file aside and begins anew; if the bundle is the wrong one, run `studyspot-gate setup --bundle FILE`"),
            _ => this.Fail(store.Explanation!, $"chown -R {GateUser.Name}: {settings.DataFolder}, and look at the disk (dmesg)"),
        });
    }
}
