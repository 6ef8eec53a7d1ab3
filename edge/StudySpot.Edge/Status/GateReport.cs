using StudySpot.Contracts;

namespace StudySpot.Edge.Status;

/// <summary>How a gate is, for the people who look after it; docs/gate-command.md lists the members. Ids and reasons only: nobody's name, code or face.</summary>
internal sealed record GateReport
{
    /// <summary>True when the running gate said this; false when it was read from its files.</summary>
    public required bool Running { get; init; }
    public required DateTimeOffset At { get; init; }
    public required string Software { get; init; }
    public required Guid GateId { get; init; }
    public required string DeviceId { get; init; }
    /// <summary>idle, authorised, fault or fire; null when the gate does not run.</summary>
    public string? State { get; init; }
    /// <summary>Connected to the cloud; null when the gate does not run.</summary>
    public bool? Online { get; init; }
    /// <summary>Parts that do not work now; empty when the gate does not run, because nobody watches them.</summary>
    public required IReadOnlyList<string> Faults { get; init; }
    public required ClockReport Clock { get; init; }
    /// <summary>Null before the first roster.</summary>
    public RosterReport? Roster { get; init; }
    public long? PolicyVersion { get; init; }
    public required OutboxReport Outbox { get; init; }
    public Guid? Incarnation { get; init; }
    /// <summary>What is wrong with the store; null when nothing is.</summary>
    public string? StoreProblem { get; init; }
    public required IReadOnlyList<ReaderReport> Readers { get; init; }
    /// <summary>Newest first.</summary>
    public required IReadOnlyList<DecisionReport> Decisions { get; init; }
    public required IReadOnlyList<HealthMeasurement> Health { get; init; }
}

/// <param name="Quality">synchronised, holdover or unknown.</param>
/// <param name="ErrorSeconds">The kernel's own bound of the error; null while it is not disciplined.</param>
internal sealed record ClockReport(string Quality, double? ErrorSeconds);

/// <param name="MaxAgeSeconds">From where on the policy no longer trusts it; null without a policy.</param>
internal sealed record RosterReport(long Version, DateTimeOffset IssuedAt, long AgeSeconds, long? MaxAgeSeconds);

internal sealed record OutboxReport(int Rows, DateTimeOffset? OldestAt, long? AgeSeconds, long LastSequence);

/// <param name="Codes">Codes, or attempts to be recognised, answered since the gate started.</param>
internal sealed record ReaderReport(string Name, bool Works, long Codes, DateTimeOffset? LastCodeAt)
{
    public ReaderKinds Reads { get; init; }
}

/// <summary>What a reader reads.</summary>
internal enum ReaderKinds
{
    Codes,
    Faces,
}

internal sealed record DecisionReport(Guid EventId, DateTimeOffset At, string? Direction, string? Outcome, string? Reason)
{
    public static DecisionReport Of(GateEvent decision) => new(decision.Id, decision.At, decision.Direction, decision.Outcome, decision.Reason);
}
