using NodaTime;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Simulator;

/// <summary>This computer's time with a quality that is set by hand; synchronised until told otherwise.</summary>
public sealed class SimulatedClock(IGateClock computer) : IGateClock
{
    /// <summary>One day without a time server at the 100 ppm that gates allow for.</summary>
    private static readonly Duration HoldoverUncertainty = Duration.FromSeconds(9);

    private volatile ClockQuality _quality = ClockQuality.Synchronised;

    public ClockQuality Quality
    {
        get => _quality;
        set => _quality = value;
    }

    public Guid BootId => computer.BootId;

    public long MonotonicMs => computer.MonotonicMs;

    public ClockReading Read() => new(computer.Read().Now, _quality, _quality == ClockQuality.Holdover ? HoldoverUncertainty : Duration.Zero);
}
