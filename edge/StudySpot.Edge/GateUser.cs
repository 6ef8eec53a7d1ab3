namespace StudySpot.Edge;

/// <summary>The system user that the package makes for the gate (firmware-config/sysusers).</summary>
internal static class GateUser
{
    public const string Name = "studyspot-gate";

    public const string Unit = "studyspot-gate.service";

    /// <summary>False on a computer without the package.</summary>
    public static bool Exists => File.Exists("/etc/passwd") && File.ReadLines("/etc/passwd").Any(line => line.StartsWith(Name + ":", StringComparison.Ordinal));
}
