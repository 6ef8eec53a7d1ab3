using NodaTime;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate;

/// <summary>
/// The computer's own clock. It counts as synchronised while systemd-timesyncd says so (its stamp file, touched at every
/// adjustment), as holdover for a bounded drift afterwards, and as unknown before the first adjustment of this boot: a
/// Raspberry Pi has no clock battery. With a real-time clock, or with chrony, the unit that keeps time touches the same
/// file (firmware-config). Safe for concurrent use.
/// </summary>
public sealed class SystemGateClock : IGateClock
{
    /// <summary>timesyncd adjusts at the latest every 34 minutes (timesyncd.conf, PollIntervalMaxSec 2048 s); three may be missed.</summary>
    private static readonly Duration SynchronisedFor = Duration.FromSeconds(3 * 2048);

    /// <summary>A board's crystal: ±50 ppm with temperature, doubled for safety.</summary>
    private const double DriftPartsPerMillion = 100;

    /// <summary>Reading the stamp more often would say nothing new.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly TimeProvider _time;
    private readonly string _stampFile;
    private readonly Lock _gate = new();
    private long _lookedAt;
    private (DateTime Stamp, long At)? _seen;

    /// <param name="stampFile">Null for systemd-timesyncd's.</param>
    public SystemGateClock(TimeProvider time, string? stampFile = null, string bootIdFile = "/proc/sys/kernel/random/boot_id")
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _stampFile = stampFile ?? "/run/systemd/timesync/synchronized";
        _lookedAt = time.GetTimestamp() - time.TimestampFrequency * 2;
        BootId = ReadBootId(bootIdFile) ?? Guid.CreateVersion7(time.GetUtcNow());
    }

    /// <inheritdoc/>
    /// <remarks>Made up for this process where the system does not say.</remarks>
    public Guid BootId { get; }

    /// <inheritdoc/>
    /// <remarks>CLOCK_MONOTONIC, which counts from the boot on Linux.</remarks>
    public long MonotonicMs => (long)(_time.GetTimestamp() * 1000.0 / _time.TimestampFrequency);

    /// <inheritdoc/>
    public ClockReading Read()
    {
        var now = Instant.FromDateTimeOffset(_time.GetUtcNow());
        if (SinceAdjustment() is not { } since) return new ClockReading(now, ClockQuality.Unknown, Duration.Zero);
        if (since <= SynchronisedFor) return new ClockReading(now, ClockQuality.Synchronised, Duration.Zero);
        return new ClockReading(now, ClockQuality.Holdover, since * (DriftPartsPerMillion / 1_000_000));
    }

    /// <summary>By the monotonic clock where the adjustment happened under our eyes: the wall clock may have jumped since.</summary>
    private Duration? SinceAdjustment()
    {
        lock (_gate)
        {
            var at = _time.GetTimestamp();
            if (_time.GetElapsedTime(_lookedAt, at) >= LookEvery)
            {
                _lookedAt = at;
                Look(at);
            }
            return _seen is { } seen ? Duration.FromTimeSpan(_time.GetElapsedTime(seen.At, at)) : null;
        }
    }

    private void Look(long at)
    {
        try
        {
            var file = new FileInfo(_stampFile);
            if (!file.Exists || _seen?.Stamp == file.LastWriteTimeUtc) return;
            var age = _seen is null ? _time.GetUtcNow().UtcDateTime - file.LastWriteTimeUtc : TimeSpan.Zero;
            if (age < TimeSpan.Zero) age = TimeSpan.Zero;
            _seen = (file.LastWriteTimeUtc, at - (long)(age.TotalSeconds * _time.TimestampFrequency));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Not told is not synchronised: what was seen before ages.
        }
    }

    private static Guid? ReadBootId(string file)
    {
        try
        {
            return Guid.TryParse(File.ReadAllText(file).Trim(), out var id) ? id : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
