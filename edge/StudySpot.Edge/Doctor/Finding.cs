namespace StudySpot.Edge.Doctor;

/// <summary>How a check ended.</summary>
internal enum Verdict
{
    Ok,
    /// <summary>The gate works, but not for long or not well.</summary>
    Warn,
    /// <summary>People will stand before a gate that does not do its work.</summary>
    Fail,
    /// <summary>Nothing to look at, or another check must be right first.</summary>
    Skipped,
}

/// <summary>One line of the doctor's answer.</summary>
/// <param name="Check">Stable name (docs/gate-command.md, hardware/acceptance.md).</param>
/// <param name="Says">What is so; names files and devices, never persons, codes or keys.</param>
/// <param name="Fix">What to do; null when all is well.</param>
internal sealed record Finding(string Check, Verdict Verdict, string Says, string? Fix);

/// <summary>All of them.</summary>
/// <param name="Worst">Fail makes the command end with 1.</param>
internal sealed record DoctorReport(DateTimeOffset At, string Software, Verdict Worst, IReadOnlyList<Finding> Findings);
