namespace StudySpot.Edge.Gate.Health;

/// <summary>Names of measurements, which are also those of their faults. Never renamed: the dashboard explains them.</summary>
public static class HealthNames
{
    public const string Temperature = "health:temperature";
    public const string UnderVoltage = "health:under_voltage";
    public const string DiskSpace = "health:disk_space";
    public const string DiskWear = "health:disk_wear";
    public const string ClockError = "health:clock_error";
    public const string FrameRate = "health:frame_rate";
    public const string FrameAge = "health:frame_age";
    public const string RelayCycles = "health:relay_cycles";
    /// <summary>The door stands open longer than it may.</summary>
    public const string DoorHeldOpen = "health:door_held_open";
    /// <summary>More than one person on one release, within the last minutes.</summary>
    public const string Tailgating = "health:tailgating";
    /// <summary>A passage without a release, within the last minutes.</summary>
    public const string Forced = "health:forced";
    public const string OutboxAge = "health:outbox_age";
    public const string RosterAge = "health:roster_age";
}
