using StudySpot.Edge.Commands;

namespace StudySpot.Edge.PartTests;

/// <summary>Why a part cannot be tried now.</summary>
internal static class PartTestAnswers
{
    public static CommandAnswer NoSettings(string command, GateAtHand gate) =>
        new(command, false, string.Join(' ', gate.Faults), Fix(gate));

    /// <summary>Settings that only the gate's user and root may read are nobody's mistake.</summary>
    public static string Fix(GateAtHand gate) =>
        gate.Faults.Any(fault => fault.Contains("denied", StringComparison.Ordinal)) ? "call it as root (sudo)" : "run `studyspot-gate setup`";

    /// <summary>Two processes cannot have one line.</summary>
    public static CommandAnswer GateRuns(string command) =>
        new(command, false, "the gate runs and has the device", $"stop it (systemctl stop {GateUser.Unit}), try again, start it again");
}
