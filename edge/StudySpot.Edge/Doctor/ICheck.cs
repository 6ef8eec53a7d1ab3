namespace StudySpot.Edge.Doctor;

/// <summary>Looks at one part of a gate. Changes nothing, and leaves alone what a running gate has.</summary>
internal interface ICheck
{
    string Name { get; }

    Task<Finding> LookAsync(GateAtHand gate, CancellationToken ct);
}

/// <summary>Answers of a check, with its name on them.</summary>
internal static class CheckAnswers
{
    public static Finding Ok(this ICheck check, string says) => new(check.Name, Verdict.Ok, says, null);

    public static Finding Warn(this ICheck check, string says, string fix) => new(check.Name, Verdict.Warn, says, fix);

    public static Finding Fail(this ICheck check, string says, string fix) => new(check.Name, Verdict.Fail, says, fix);

    public static Finding Skipped(this ICheck check, string why) => new(check.Name, Verdict.Skipped, why, null);

    /// <summary>For devices that a gate process has which does not answer.</summary>
    public static Finding SilentGate(this ICheck check) =>
        check.Warn("a gate process runs but does not answer, so its devices are left alone", $"call the doctor as root (sudo); if you did, restart the gate (systemctl restart {GateUser.Unit})");

    /// <summary>For checks that need settings which are not right.</summary>
    public static Finding NoSettings(this ICheck check) => check.Skipped("needs right settings first");
}
