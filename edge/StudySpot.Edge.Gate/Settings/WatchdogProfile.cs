namespace StudySpot.Edge.Gate.Settings;

/// <summary>The hardware watchdog that restarts a board whose gate no longer turns.</summary>
public sealed record WatchdogProfile
{
    /// <summary>Device, such as <c>/dev/watchdog0</c>; null for none.</summary>
    public string? Device { get; init; }

    /// <summary>Time without a sign of life after which the board restarts. The Raspberry Pi's counts 20 bits of 1/65536 s: 15 s at most.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);
}
