using NodaTime;

namespace StudySpot.Cloud.Api.Features.Halls;

/// <param name="Hour">Begin of an hour of the hall's local time.</param>
/// <param name="Peak">Most members inside at any moment of that hour.</param>
public sealed record HourCount(DateTimeOffset Hour, int Entries, int Exits, int Peak);

/// <summary>From when to when somebody was inside; no end while they still are.</summary>
public readonly record struct Stay(DateTimeOffset EnteredAt, DateTimeOffset? LeftAt);

/// <summary>Turns stays into counts by the hour. Pure.</summary>
public static class HourlySeries
{
    public const int Hours = 24;

    /// <summary>
    /// First instant of the series: the begin of the local hour 23 hours before the current one. Local, because halls in
    /// India are half an hour away from UTC's hours.
    /// </summary>
    public static DateTimeOffset Start(DateTimeOffset now, DateTimeZone zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        var instant = Instant.FromDateTimeOffset(now);
        var local = instant.InZone(zone).LocalDateTime;
        var intoHour = Duration.FromTicks(local.TickOfDay % NodaConstants.TicksPerHour);
        return (instant - intoHour - Duration.FromHours(Hours - 1)).ToDateTimeOffset();
    }

    public static IReadOnlyList<HourCount> Compute(IEnumerable<Stay> stays, DateTimeOffset start)
    {
        var end = start.AddHours(Hours);
        var entries = new int[Hours];
        var exits = new int[Hours];
        var changes = new List<(DateTimeOffset At, int Change)>();
        var inside = 0;
        foreach (var stay in stays)
        {
            if (stay.EnteredAt >= end || stay.LeftAt < start) continue;
            if (stay.EnteredAt < start) inside++;
            else
            {
                entries[IndexOf(stay.EnteredAt)]++;
                changes.Add((stay.EnteredAt, 1));
            }
            if (stay.LeftAt is not { } left || left >= end) continue;
            exits[IndexOf(left)]++;
            changes.Add((left, -1));
        }
        // At one moment exits count first: a seat left and taken at once was never two.
        changes.Sort((a, b) => a.At != b.At ? a.At.CompareTo(b.At) : a.Change.CompareTo(b.Change));
        var peaks = new int[Hours];
        var next = 0;
        for (var hour = 0; hour < Hours; hour++)
        {
            peaks[hour] = inside;
            for (; next < changes.Count && IndexOf(changes[next].At) == hour; next++)
            {
                inside += changes[next].Change;
                peaks[hour] = Math.Max(peaks[hour], inside);
            }
        }
        return [.. Enumerable.Range(0, Hours).Select(hour => new HourCount(start.AddHours(hour), entries[hour], exits[hour], peaks[hour]))];

        int IndexOf(DateTimeOffset at) => (int)((at - start).Ticks / TimeSpan.TicksPerHour);
    }
}
