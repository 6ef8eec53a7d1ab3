using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Devices.Clock;
using StudySpot.Edge.Gate;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Edge.Storage;

namespace StudySpot.Edge.Status;

/// <summary>What the files of a gate say that does not run.</summary>
internal static class StoredStatus
{
    /// <summary>As many decisions as fit a screen.</summary>
    public const int Decisions = 10;

    public static GateReport Read(GateSettings settings, TimeProvider time)
    {
        var now = time.GetUtcNow();
        var store = StoreReport.Read(settings.DataFolder, settings.Bundle.GateId, Decisions, thorough: false);
        return new GateReport
        {
            Running = false,
            At = now,
            Software = ThisBuild.Version,
            GateId = settings.Bundle.GateId,
            DeviceId = settings.Bundle.DeviceId,
            Faults = [],
            Clock = new ClockReport(new SystemGateClock(time, settings.ClockStamp).Read().Quality.ToWire(), KernelError()),
            Roster = Roster(store.Roster, store.Policy, now),
            PolicyVersion = store.Policy?.Version,
            Outbox = Outbox(store.Outbox, now),
            Incarnation = store.Incarnation,
            StoreProblem = store.Explanation,
            Readers = [],
            Decisions = [.. store.Decisions.Select(DecisionReport.Of)],
            Health = [],
        };
    }

    public static double? KernelError() => KernelClock.Read() is { Disciplined: true } kernel ? Math.Round(kernel.MaxErrorSeconds, 3) : null;

    public static RosterReport? Roster(RosterState? roster, GatePolicy? policy, DateTimeOffset now) => roster is { } known
        ? new RosterReport(known.Version, known.IssuedAt.ToDateTimeOffset(), Seconds(now - known.IssuedAt.ToDateTimeOffset()), policy?.RosterMaxAgeSeconds)
        : null;

    public static OutboxReport Outbox(OutboxState outbox, DateTimeOffset now) =>
        new(outbox.Rows, outbox.OldestAt, outbox.OldestAt is { } oldest ? Seconds(now - oldest) : null, outbox.LastSequence);

    /// <summary>A gate's clock may have been anywhere when the time was written.</summary>
    private static long Seconds(TimeSpan span) => Math.Max(0, (long)span.TotalSeconds);
}
