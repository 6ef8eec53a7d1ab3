using StudySpot.Edge.Devices;
using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Doctor.Checks;

/// <summary>Every key but the bundle, which has a check of its own.</summary>
internal sealed class SettingsCheck : ICheck
{
    public string Name => "settings";

    public Task<Finding> LookAsync(GateAtHand gate, CancellationToken ct) => Task.FromResult(Look(gate));

    private Finding Look(GateAtHand gate)
    {
        var faults = gate.Faults.Where(fault => !fault.StartsWith(BundleCheck.Key, StringComparison.Ordinal)).ToList();
        if (gate.Source.Find(Turnstiles.Key) is not { Length: > 0 } && gate.Profile.Turnstile.Driver is null && faults.Count == 0)
            return this.Fail($"{Turnstiles.Key} is not set", "run `studyspot-gate setup`, or name the driver in the settings file (docs/configuration.md)");
        if (faults.Count > 0) return this.Fail(string.Join(' ', faults), $"mend the key in {gate.Source.Find(SettingsSource.FileKey) ?? GateConfiguration.DefaultFile}, or run `studyspot-gate setup`");
        return this.Ok(gate.Settings is { } settings ? $"profile {settings.Profile.Name}, data in {settings.DataFolder}" : "every other key is right");
    }
}
