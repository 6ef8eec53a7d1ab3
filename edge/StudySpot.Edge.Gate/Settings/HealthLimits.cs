namespace StudySpot.Edge.Gate.Settings;

/// <summary>From where on a measurement is a fault. Each is what the installer's profile says; the defaults fit a Raspberry Pi.</summary>
public sealed record HealthLimits
{
    /// <summary>Hottest sensor, in °C. Raspberry Pi's firmware slows the processor down from 80 on (its documentation, "Thermal control").</summary>
    public double TemperatureC { get; init; } = 78;

    /// <summary>Least free space where the gate's data lies, in MB (10⁶ bytes). An event is about 1 kB: this holds weeks of a busy door.</summary>
    public int DiskFreeMb { get; init; } = 500;

    /// <summary>Used life of eMMC or SD, in percent as its own registers tell (JESD84-B51, 7.4.47: steps of 10).</summary>
    public int DiskWearPercent { get; init; } = 80;

    /// <summary>Least pictures a second from the camera; a person holds a code still for about half a second.</summary>
    public double FramesPerSecond { get; init; } = 5;

    /// <summary>Oldest newest picture.</summary>
    public TimeSpan FrameAge { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>Longest the door may stand open outside a fire.</summary>
    public TimeSpan DoorHeldOpen { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Releases after which the relay is due. Small power relays are rated for 100,000 at full load (Songle SRD data sheet, "life expectancy").</summary>
    public long RelayCycles { get; init; } = 100_000;

    /// <summary>Largest clock offset the kernel may report. A code is valid for 30 s; more than this is seen by people.</summary>
    public TimeSpan ClockOffset { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Oldest event that the cloud has not acknowledged.</summary>
    public TimeSpan OutboxAge { get; init; } = TimeSpan.FromHours(24);
}
