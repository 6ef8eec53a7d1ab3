namespace StudySpot.Cloud.Api.Features.Events;

/// <summary>An event as lists and the live page show it.</summary>
public record EventView
{
    public required Guid EventId { get; init; }
    public required Guid GateId { get; init; }
    public required string GateName { get; init; }
    public required Guid HallId { get; init; }
    public required string Kind { get; init; }
    /// <summary>By the gate's clock.</summary>
    public required DateTimeOffset At { get; init; }
    public required DateTimeOffset ReceivedAt { get; init; }
    public string? Direction { get; init; }
    public Guid? MemberId { get; init; }
    public string? MemberName { get; init; }
    public string? Outcome { get; init; }
    public string? Reason { get; init; }
    public bool? Offline { get; init; }
    public Guid? DecisionId { get; init; }
    public required long Sequence { get; init; }
    /// <summary>Of a fault and its end: the part of the gate, such as <c>camera</c>. Null for all others.</summary>
    public string? Part { get; init; }
    /// <summary>Of a passage, or of nobody having gone through: the gate opened for a face; no code was shown.</summary>
    public bool ByFace { get; init; }
    /// <summary>Of an enrolment without a face: timed_out, not_live, several_people, duplicate, no_consent or fault. Null for all others.</summary>
    public string? EnrolmentEnd { get; init; }
}

/// <summary>How rows of <c>event</c> become <see cref="EventView"/>.</summary>
public static class EventSql
{
    /// <summary>Columns of <c>e</c> (event), <c>g</c> (gate) and <c>m</c> (member).</summary>
    public const string Columns =
        """
        e.event_id as eventid, e.gate_id as gateid, coalesce(g.name, '') as gatename, e.hall_id as hallid, e.kind, e.occurred_at as at,
        e.received_at as receivedat, e.direction, e.member_id as memberid, m.name as membername, e.outcome, e.reason, e.offline,
        e.decision_id as decisionid, e.sequence, e.detail ->> 'part' as part,
        coalesce(e.detail ->> 'by' = 'face', false) as byface,
        case when e.kind = 'face_not_enrolled' then e.detail ->> 'end' end as enrolmentend
        """;

    /// <summary>Names of gates and members, for the rows already chosen.</summary>
    public const string Names =
        """
        left join gate g on g.tenant_id = e.tenant_id and g.gate_id = e.gate_id
        left join member m on m.tenant_id = e.tenant_id and m.member_id = e.member_id
        """;
}
