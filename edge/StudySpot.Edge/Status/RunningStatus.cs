using StudySpot.Access;
using StudySpot.Edge.Gate;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Edge.Storage;
using StudySpot.Edge.Sync;

namespace StudySpot.Edge.Status;

/// <summary>What a running gate says of itself. Safe for concurrent use.</summary>
internal sealed class RunningStatus(GateSettings settings, GateLoop gate, SyncLoop sync, IGateStore store, IGateClock clock, IReadOnlyList<string> readers)
{
    private readonly ReaderTally _tally = new();

    /// <summary>Name of the reader of faces; null for a gate of codes only.</summary>
    public string? Faces { get; init; }

    /// <summary>Told of every answer to a code or a face.</summary>
    public void Count(DecisionNotice notice) => _tally.Count(notice);

    public GateReport Report()
    {
        var reading = clock.Read();
        var now = reading.Now.ToDateTimeOffset();
        var health = gate.Health;
        string[] faults = [.. health.Faults.Union(sync.Faults, StringComparer.Ordinal)];
        return new GateReport
        {
            Running = true,
            At = now,
            Software = ThisBuild.Version,
            GateId = settings.Bundle.GateId,
            DeviceId = settings.Bundle.DeviceId,
            State = health.State,
            Online = sync.IsOnline,
            Faults = faults,
            Clock = new ClockReport(reading.Quality.ToWire(), StoredStatus.KernelError()),
            Roster = StoredStatus.Roster(store.Roster, store.Policy, now),
            PolicyVersion = store.Policy?.Version,
            Outbox = StoredStatus.Outbox(store.Outbox, now),
            Incarnation = store.Incarnation,
            StoreProblem = faults.Contains(FaultNames.Storage) ? "events cannot be written" : null,
            Readers = [.. _tally.Report(readers, faults), .. _tally.Report(Faces is null ? [] : [Faces], faults).Select(one => one with { Reads = ReaderKinds.Faces })],
            // From outside of the store's own connections: a look must not make a decision wait.
            Decisions = [.. StoreReport.Read(settings.DataFolder, settings.Bundle.GateId, StoredStatus.Decisions, thorough: false).Decisions.Select(DecisionReport.Of)],
            Health = health.Measurements ?? [],
        };
    }
}
