using StudySpot.Edge.Gate.Health.Probes;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Gate.Health;

/// <summary>What a gate's health is measured on.</summary>
public sealed record HealthSources
{
    public required SystemFiles System { get; init; }
    public required string DataFolder { get; init; }
    public required IGateStore Store { get; init; }
    public required IGateClock Clock { get; init; }
    public required ITurnstile Turnstile { get; init; }
    /// <summary>Null for none.</summary>
    public ICameraFrames? Camera { get; init; }
    /// <summary>What the kernel is still correcting, in seconds.</summary>
    public required Func<double?> KernelOffset { get; init; }
    public required TimeProvider Time { get; init; }

    /// <summary>Those of a gate.</summary>
    public static HealthSources Of(GateParts parts, string dataFolder, ICameraFrames? camera, Func<double?> kernelOffset)
    {
        ArgumentNullException.ThrowIfNull(parts);
        return new HealthSources
        {
            System = new SystemFiles(),
            DataFolder = dataFolder,
            Store = parts.Store,
            Clock = parts.Clock,
            Turnstile = parts.Turnstile,
            Camera = camera,
            KernelOffset = kernelOffset,
            Time = parts.Time,
        };
    }

    /// <summary>Every probe, with the limits of the board's profile. The way back of each limit is ours: a tenth or a quarter beyond what measurements tremble by.</summary>
    public IReadOnlyList<IHealthProbe> Probes(HealthLimits limits)
    {
        ArgumentNullException.ThrowIfNull(limits);
        var probes = new List<IHealthProbe>
        {
            new TemperatureProbe(System, new HealthLimit(limits.TemperatureC, limits.TemperatureC - 5)),
            new UnderVoltageProbe(System, new HealthLimit(1, 0)),
            new DiskSpaceProbe(DataFolder, new HealthLimit(limits.DiskFreeMb, limits.DiskFreeMb * 1.25)),
            new DiskWearProbe(System, new HealthLimit(limits.DiskWearPercent, limits.DiskWearPercent - 10)),
            new ClockErrorProbe(Clock, KernelOffset, new HealthLimit(limits.ClockOffset.TotalSeconds, limits.ClockOffset.TotalSeconds / 2)),
            new OutboxAgeProbe(Store, Clock, new HealthLimit(limits.OutboxAge.TotalHours, limits.OutboxAge.TotalHours / 4)),
            // At four fifths of the roster's life there is still time to act.
            new RosterAgeProbe(Store, Clock, new HealthLimit(80, 50)),
            new RelayCyclesProbe(new RelayCycles(DataFolder, () => Turnstile.Report.RelayCycles), new HealthLimit(limits.RelayCycles, limits.RelayCycles - 1)),
            new DoorHeldOpenProbe(Turnstile, new HealthLimit(limits.DoorHeldOpen.TotalSeconds, 0), Time),
            new RecentCountProbe(HealthNames.Tailgating, () => Turnstile.Report.Tailgates, Time),
            new RecentCountProbe(HealthNames.Forced, () => Turnstile.Report.Forced, Time),
        };
        if (Camera is null) return probes;
        probes.Add(new FrameRateProbe(Camera, new HealthLimit(limits.FramesPerSecond, limits.FramesPerSecond * 1.5), Time));
        probes.Add(new FrameAgeProbe(Camera, new HealthLimit(limits.FrameAge.TotalSeconds, limits.FrameAge.TotalSeconds / 2), Time));
        return probes;
    }
}
