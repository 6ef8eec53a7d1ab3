using StudySpot.Edge.Devices;
using StudySpot.Edge.Gate;

namespace StudySpot.Edge.Doctor.Checks;

/// <summary>The lines of the turnstile: opened, locked, read back. Never released.</summary>
internal sealed class TurnstileCheck : ICheck
{
    public string Name => "turnstile";

    public async Task<Finding> LookAsync(GateAtHand gate, CancellationToken ct)
    {
        if (gate.Settings is not { } settings) return this.NoSettings();
        if (gate.Running is { } running)
        {
            if (running.Faults.Contains(FaultNames.Turnstile)) return this.Fail("the running gate cannot drive it", $"journalctl -u {GateUser.Unit} names the line; look at the wiring (hardware/)");
            if (running.Faults.Contains(FaultNames.Tamper)) return this.Warn("its housing is open", "close the housing, or look at the tamper switch");
            return this.Ok($"the running gate drives it; state {running.State}");
        }
        if (gate.Silent) return this.SilentGate();
        if (Turnstiles.Find(gate.Source, gate.Profile) is not { } driver)
            return this.Fail(gate.Source.Faults.Count > 0 ? gate.Source.Faults[^1] : "no driver is chosen", "run `studyspot-gate setup`");
        await using var turnstile = driver(settings, gate.Time);
        try
        {
            await turnstile.LockAsync(ct);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return this.Fail(turnstile.Report.Lost ?? e.Message, "look at the board's profile and at who else uses its lines (gpioinfo); then at the wiring (hardware/)");
        }
        if (turnstile.Report.Lost is { } why) return this.Fail(why, "look at the board's profile and at who else uses its lines (gpioinfo); then at the wiring (hardware/)");
        return turnstile.FireActive
            ? this.Warn("locked, but the fire input is active: a gate that starts now stands open", "reset the alarm, or look at the wire of the fire input: a broken one counts as fire")
            : this.Ok("opened, locked and read back");
    }
}
