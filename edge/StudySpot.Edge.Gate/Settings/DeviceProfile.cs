namespace StudySpot.Edge.Gate.Settings;

/// <summary>
/// A board and what is wired to it: the one place that knows pins, device paths and limits of the hardware. Read from
/// <c>firmware-config/profiles/*.yaml</c>; single <c>STUDYSPOT_GATE_*</c> keys win over it.
/// </summary>
public sealed record DeviceProfile
{
    /// <summary>A computer about which nothing is known: no lines, no readers, no camera, cautious limits.</summary>
    public static readonly DeviceProfile Plain = new() { Name = "plain", Board = "unknown" };

    /// <summary>Name of its file without the ending, such as <c>raspberry-pi-5</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The board as people call it.</summary>
    public required string Board { get; init; }

    /// <summary>Null when nothing is wired to lines of this board; then another driver or none turns the turnstile.</summary>
    public GpioProfile? Gpio { get; init; }

    public TurnstileProfile Turnstile { get; init; } = new();

    /// <summary>Serial and keyboard scanners, in the order of the file. The camera stands in <see cref="Camera"/>.</summary>
    public IReadOnlyList<ReaderProfile> Readers { get; init; } = [];

    /// <summary>Null for none.</summary>
    public CameraProfile? Camera { get; init; }

    public VisionProfile Vision { get; init; } = new();

    public HealthLimits Health { get; init; } = new();

    public WatchdogProfile Watchdog { get; init; } = new();
}
