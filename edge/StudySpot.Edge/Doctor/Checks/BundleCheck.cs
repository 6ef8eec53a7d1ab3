using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Doctor.Checks;

/// <summary>The provisioning bundle: there, readable, whole.</summary>
internal sealed class BundleCheck : ICheck
{
    public const string Key = BundleFile.Key;

    public string Name => "bundle";

    public Task<Finding> LookAsync(GateAtHand gate, CancellationToken ct)
    {
        var faults = gate.Faults.Where(fault => fault.StartsWith(Key, StringComparison.Ordinal)).ToArray();
        if (faults.Length > 0)
            return Task.FromResult(this.Fail(string.Join(' ', faults), faults.Any(fault => fault.Contains("denied", StringComparison.Ordinal))
                ? "call the doctor as root (sudo)" : "run `studyspot-gate setup --bundle FILE` with the file that the dashboard gives out for this gate"));
        return Task.FromResult(gate.Settings is { } settings
            ? this.Ok($"{settings.Bundle.GateName ?? settings.Bundle.DeviceId} in {settings.Bundle.HallName ?? "its hall"}")
            : this.NoSettings());
    }
}
