using System.Text.Json;

namespace StudySpot.Contracts;

/// <summary>Names of <see cref="GateEvent.Kind"/>. Never renamed; new ones are added. Both ends ignore kinds they do not know, but store them.</summary>
public static class EventKinds
{
    /// <summary>The gate decided about a presented code or a face, refusals too.</summary>
    public const string Decision = "decision";
    /// <summary>An authorised person went through: the sensor confirmed it. <see cref="GateEvent.DecisionId"/> names the decision, and detail has <c>by</c> = <c>face</c> when it was about a face.</summary>
    public const string Passage = "passage";
    /// <summary>Authorised, but nobody went through in time.</summary>
    public const string NotEntered = "not_entered";
    /// <summary>The exit button released the turnstile.</summary>
    public const string ExitButton = "exit_button";
    /// <summary>Staff released the turnstile, at the gate or by command.</summary>
    public const string StaffRelease = "staff_release";
    /// <summary>The fire input opened the gate. It stays open until it is reset.</summary>
    public const string FireOpen = "fire_open";
    /// <summary>The fire input was reset.</summary>
    public const string FireReset = "fire_reset";
    /// <summary>A part failed; <see cref="GateEvent.Detail"/> names it.</summary>
    public const string Fault = "fault";
    /// <summary>A failed part works again.</summary>
    public const string FaultCleared = "fault_cleared";
    /// <summary>The gate process started.</summary>
    public const string Started = "started";
    /// <summary>A roster was applied.</summary>
    public const string RosterApplied = "roster_applied";
    /// <summary>A policy was applied.</summary>
    public const string PolicyApplied = "policy_applied";
    /// <summary>A member's face was enrolled at this gate; detail names key, consent and who asked.</summary>
    public const string FaceEnrolled = "face_enrolled";
    /// <summary>An enrolment ended without one; detail says how.</summary>
    public const string FaceNotEnrolled = "face_not_enrolled";
    /// <summary>The gate destroyed a member's key; detail carries the proof.</summary>
    public const string FaceKeyDestroyed = "face_key_destroyed";
}

/// <summary>
/// One thing that happened at a gate. Immutable. <see cref="Id"/> is a UUIDv7 made on the gate; <see cref="Sequence"/>
/// counts from 1 without gaps within an incarnation.
/// </summary>
public sealed record GateEvent
{
    public required Guid Id { get; init; }
    public required long Sequence { get; init; }
    /// <summary>One of <see cref="EventKinds"/>.</summary>
    public required string Kind { get; init; }
    /// <summary>UTC by the gate's clock, millisecond resolution.</summary>
    public required DateTimeOffset At { get; init; }
    /// <summary>Identifies one boot of the gate's computer.</summary>
    public required Guid BootId { get; init; }
    /// <summary>Milliseconds since that boot, from the monotonic clock.</summary>
    public required long MonotonicMs { get; init; }
    /// <summary><c>synchronised</c>, <c>holdover</c> or <c>unknown</c>.</summary>
    public required string ClockQuality { get; init; }
    /// <summary><c>entry</c> or <c>exit</c>; null when the event has no direction.</summary>
    public string? Direction { get; init; }
    public Guid? MemberId { get; init; }
    public Guid? CredentialId { get; init; }
    /// <summary><c>allow</c>, <c>needs_staff</c> or <c>deny</c>; decisions only.</summary>
    public string? Outcome { get; init; }
    /// <summary>Stable reason code (listed in tests/vectors/reasons.json); decisions only.</summary>
    public string? Reason { get; init; }
    public string? RuleId { get; init; }
    public long? RosterVersion { get; init; }
    public long? PolicyVersion { get; init; }
    /// <summary>True when the gate had no connection to the cloud at that moment.</summary>
    public bool? Offline { get; init; }
    /// <summary>The decision this event follows from; for a decision about a code, the unsure one about the face before it.</summary>
    public Guid? DecisionId { get; init; }
    /// <summary>Anything else, by kind; a decision carries here what is needed to run it again. At most 4 KiB. From outside it may hold text that can be neither written again nor stored: U+0000, half of a surrogate pair.</summary>
    public JsonElement? Detail { get; init; }
}

/// <summary>Events of one incarnation, in sequence order, at most 500 and 256 KiB encoded.</summary>
public sealed record EventBatch
{
    /// <summary>Begins anew when a gate was reset or restored; sequences count within it.</summary>
    public required Guid Incarnation { get; init; }
    public required IReadOnlyList<GateEvent> Events { get; init; }
}

/// <summary>The cloud holds every event of the incarnation up to and including <see cref="Through"/>; sent after its commit.</summary>
public sealed record EventAck(Guid Incarnation, long Through);

/// <summary>The cloud misses the events <see cref="From"/> to <see cref="To"/>, both inclusive.</summary>
public sealed record ResendRequest(Guid Incarnation, long From, long To);

/// <summary>
/// Committed events of one gate for the dashboard's live page, at most the newest 25 of a burst. No events: something else
/// about the gate changed (its status, the outcome of a command); read it again.
/// </summary>
public sealed record LiveBatch(Guid TenantId, Guid GateId, Guid HallId, IReadOnlyList<GateEvent> Events);
