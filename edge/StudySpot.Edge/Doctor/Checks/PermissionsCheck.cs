using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Doctor.Checks;

/// <summary>Who may read the key, and whether the gate may write its data.</summary>
internal sealed class PermissionsCheck : ICheck
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;
    private const UnixFileMode GroupWrites = UnixFileMode.GroupWrite;

    public string Name => "permissions";

    public Task<Finding> LookAsync(GateAtHand gate, CancellationToken ct) => Task.FromResult(Look(gate));

    private Finding Look(GateAtHand gate)
    {
        if (OperatingSystem.IsWindows()) return this.Skipped("this is not Linux");
        if (gate.Source.Find(BundleCheck.Key) is { Length: > 0 } bundle && File.Exists(bundle) && (File.GetUnixFileMode(bundle) & (Others | GroupWrites)) != 0)
            return this.Fail($"{bundle} holds the gate's key and is open to others", $"chmod 0640 {bundle}");
        if (gate.Source.Find(SettingsSource.FileKey) is { Length: > 0 } file && File.Exists(file) && (File.GetUnixFileMode(file) & (UnixFileMode.OtherWrite | GroupWrites)) != 0)
            return this.Fail($"{file} can be changed by others", $"chmod 0640 {file}");
        if (gate.Settings is not { } settings) return this.NoSettings();
        if ((File.GetUnixFileMode(settings.DataFolder) & Others) != 0)
            return this.Fail($"{settings.DataFolder} holds the roster and is open to others", $"chmod 0750 {settings.DataFolder}");
        // Root may write anywhere, except where the file system itself says no.
        var probe = Path.Combine(settings.DataFolder, ".doctor");
        try
        {
            File.WriteAllText(probe, "");
            File.Delete(probe);
            return this.Ok("the key is the gate's alone, its data can be written");
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            return this.Fail($"{settings.DataFolder} cannot be written ({e.Message})",
                $"chown -R {GateUser.Name}: {settings.DataFolder}; if the disk is read-only or full, see the checks `disk` and `store`");
        }
    }
}
