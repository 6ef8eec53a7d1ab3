using StudySpot.Access;

namespace StudySpot.Edge.Gate.Ports;

/// <summary>The gate's time and how well it is known.</summary>
public interface IGateClock
{
    ClockReading Read();

    /// <summary>Identifies this boot of the computer.</summary>
    Guid BootId { get; }

    /// <summary>Milliseconds since that boot; never goes back.</summary>
    long MonotonicMs { get; }
}
