namespace StudySpot.Edge.Gate.Settings;

/// <summary>How the barrier is driven.</summary>
public sealed record TurnstileProfile
{
    /// <summary>
    /// Bounds of <see cref="Pulse"/>: controllers ignore what is shorter than 100 ms, and a release that a killed process
    /// leaves on must be shorter than the timer relay behind it (hardware/safety.md).
    /// </summary>
    public static readonly (TimeSpan Least, TimeSpan Most) PulseBounds = (TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(2));

    /// <summary>Name of the driver (<c>Turnstiles</c>); null when the profile does not say.</summary>
    public string? Driver { get; init; }

    public ReleaseKind Release { get; init; } = ReleaseKind.Pulse;

    /// <summary>How long the relay is energised, within <see cref="PulseBounds"/>.</summary>
    public TimeSpan Pulse { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long after a passage, or after the time to walk was over, further movement still belongs to the same release:
    /// a second person in it is tailgating, a passage after it was forced.
    /// </summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>What the relay does during a release.</summary>
public enum ReleaseKind
{
    /// <summary>A short pulse; the turnstile's own controller releases one rotation and locks by itself.</summary>
    Pulse,
    /// <summary>Energised until the passage or the end of the time to walk: an electric strike or a magnet, which have no controller.</summary>
    Hold,
}
