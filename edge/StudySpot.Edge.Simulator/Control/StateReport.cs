using System.Text.Json;
using System.Text.Json.Serialization;
using StudySpot.Edge.Simulator.Turnstile;

namespace StudySpot.Edge.Simulator.Control;

/// <summary>Answer of <c>GET /state</c>: the gate and its simulated surroundings at one moment.</summary>
public sealed record StateReport
{
    /// <summary>camelCase names and words; nulls are written, so that a reader sees what there could be.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
    };

    public required Guid GateId { get; init; }
    public required string DeviceId { get; init; }
    /// <summary>idle, authorised, fault or fire.</summary>
    public required string State { get; init; }
    public required IReadOnlyList<string> Faults { get; init; }
    public required bool Online { get; init; }
    public required TurnstileView Turnstile { get; init; }
    public required LastDecision? LastDecision { get; init; }
    public required long? RosterVersion { get; init; }
    public required DateTimeOffset? RosterIssuedAt { get; init; }
    public required long? PolicyVersion { get; init; }
    public required Guid Incarnation { get; init; }
    /// <summary>Number of the last event of this incarnation.</summary>
    public required long LastSequence { get; init; }
    /// <summary>Events the cloud has not acknowledged yet.</summary>
    public required int OutboxRows { get; init; }
    public required DateTimeOffset? OutboxOldestAt { get; init; }
    /// <summary>synchronised, holdover or unknown.</summary>
    public required string Clock { get; init; }
    public required DateTimeOffset At { get; init; }
}

/// <param name="Outcome">allow, needs_staff or deny.</param>
/// <param name="Reason">Stable reason code.</param>
/// <param name="ElapsedMs">From the code's last byte until the relay was called, or the refusal stood.</param>
public sealed record LastDecision(string Outcome, string Reason, string Direction, string Reader, DateTimeOffset At, double ElapsedMs);
