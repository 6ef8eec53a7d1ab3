using NodaTime;

namespace StudySpot.Access;

/// <summary>What happens at the door. Ordered: the highest value of all rules wins.</summary>
public enum Outcome
{
    /// <summary>Every rule allowed.</summary>
    Allow = 0,
    /// <summary>A rule could not judge; a person must.</summary>
    NeedsStaff = 1,
    /// <summary>A rule refused, or nothing could be judged at all. Also the default answer.</summary>
    Deny = 2,
}

/// <summary>Way through the gate.</summary>
public enum Direction
{
    Entry = 0,
    Exit = 1,
}

/// <summary>Why a decision came out as it did. Wire names (<see cref="ReasonCodes"/>) are stable and never renamed.</summary>
public enum Reason
{
    /// <summary>Everything in order.</summary>
    Allowed,
    /// <summary>Not a StudySpot code, or damaged.</summary>
    Malformed,
    /// <summary>A version, form or suite this gate does not know: an update is due.</summary>
    UnsupportedCode,
    /// <summary>No such credential here, and the code does not carry one that helps.</summary>
    UnknownCredential,
    /// <summary>The code was not signed by the phone the credential belongs to, or the credential not by the tenant.</summary>
    BadSignature,
    /// <summary>Older than its lifetime: a screenshot, or the page stood still.</summary>
    CodeExpired,
    /// <summary>A little ahead of the gate's clock, beyond tolerance.</summary>
    CodeFromFuture,
    /// <summary>So far off, or so steadily off, that the phone's clock is the cause.</summary>
    PhoneClockWrong,
    /// <summary>This very code was accepted before.</summary>
    Replayed,
    /// <summary>The credential was revoked.</summary>
    Revoked,
    /// <summary>The credential is past its own dates.</summary>
    CredentialExpired,
    /// <summary>Suspended, ended, or past the last paid day.</summary>
    MemberNotActive,
    /// <summary>Not in the member's hours.</summary>
    OutsideHours,
    /// <summary>The member's plan is for other halls, or the credential is another tenant's.</summary>
    HallNotAllowed,
    /// <summary>The roster is older than the policy accepts.</summary>
    RosterStale,
    /// <summary>The gate does not know the time well enough to judge a code.</summary>
    GateClockUntrusted,
    /// <summary>The gate has no policy, an empty rule list, or a rule it does not know.</summary>
    NoPolicy,
    /// <summary>The gate could not write its event, so it must not open. Set by the gate, never by a rule.</summary>
    NotRecorded,
    /// <summary>The turnstile does not do as told; a person must see to it. Set by the gate, never by a rule.</summary>
    GateFault,
    /// <summary>No usable picture of a face; the gate's screen says what would help.</summary>
    FacePoorPicture,
    /// <summary>A picture or a screen, or not shown to be live.</summary>
    FaceNotLive,
    /// <summary>Nobody enrolled here.</summary>
    FaceNotRecognised,
    /// <summary>Nearly recognised: a code settles it.</summary>
    FaceUnsure,
    /// <summary>No consent in force, or a minor's own.</summary>
    FaceNoConsent,
    /// <summary>This gate's policy is for codes only.</summary>
    FaceNotAllowed,
}

/// <summary>How well the gate knows the time.</summary>
public enum ClockQuality
{
    /// <summary>Never set since boot, or no information: the time means nothing.</summary>
    Unknown = 0,
    /// <summary>Was right, now runs free; <see cref="ClockReading.Uncertainty"/> bounds the drift.</summary>
    Holdover = 1,
    /// <summary>Disciplined by NTP or a real-time clock that is.</summary>
    Synchronised = 2,
}

/// <summary>A reading of the gate's clock.</summary>
public readonly record struct ClockReading(Instant Now, ClockQuality Quality, Duration Uncertainty);

/// <summary>Where the code was presented.</summary>
public readonly record struct GatePlace(TenantId Tenant, HallId Hall, GateId Gate);

/// <summary>What the roster says of a credential.</summary>
public sealed record KnownCredential(
    CredentialId Id, MemberId Member, byte Suite, ReadOnlyMemory<byte> PublicKey, Instant NotBefore, Instant NotAfter, bool Revoked);

/// <summary>Standing of a member. An unknown wire word maps to <see cref="Ended"/>.</summary>
public enum MemberStatus
{
    Ended = 0,
    Suspended = 1,
    Active = 2,
}

/// <summary>A weekly window of local time. <see cref="To"/> at or before <see cref="From"/> runs over midnight and belongs to the day it began.</summary>
/// <param name="Days">Bit 0 Monday … bit 6 Sunday.</param>
/// <param name="From">Minute of the day, inclusive, 0 to 1439.</param>
/// <param name="To">Minute of the day, exclusive, 0 to 1440.</param>
public readonly record struct HoursWindow(int Days, int From, int To);

/// <summary>What the roster says of a member.</summary>
/// <param name="ValidThrough">Last paid day, inclusive, in the hall's zone; null means no end.</param>
/// <param name="Halls">Empty means all halls of the tenant.</param>
/// <param name="Hours">Empty means always.</param>
public sealed record KnownMember(
    MemberId Id, MemberStatus Status, LocalDate? ValidThrough, IReadOnlyList<HallId> Halls, IReadOnlyList<HoursWindow> Hours)
{
    /// <summary>Null: may only use codes.</summary>
    public FaceConsent? FaceConsent { get; init; }
    /// <summary>Under 18.</summary>
    public bool Minor { get; init; }
}

/// <summary>Age and version of the roster the gate decides with.</summary>
public readonly record struct RosterState(long Version, Instant IssuedAt);

/// <summary>What the gate remembers of earlier presentations of one credential.</summary>
/// <param name="NonceSeen">This very presentation was accepted before.</param>
/// <param name="LastRefusedCodeTime">Time inside the code that was last refused for its time, if that was within ten minutes.</param>
/// <param name="LastRefusedOffset">That code's time minus the gate's time then.</param>
public readonly record struct ReplayMemory(bool NonceSeen, Instant? LastRefusedCodeTime, Duration? LastRefusedOffset);

/// <summary>A gate's rules in the engine's own terms. <see cref="Rules"/> empty denies.</summary>
public sealed record AccessPolicy
{
    public required long Version { get; init; }
    public required IReadOnlyList<string> Rules { get; init; }
    /// <summary>Zone of the hall; civil days and hours are judged in it.</summary>
    public required DateTimeZone Zone { get; init; }
    public required Duration CodeLifetime { get; init; }
    public required Duration FutureTolerance { get; init; }
    public required Duration PhoneClockWrongBeyond { get; init; }
    public required Duration RosterMaxAge { get; init; }
    public required Duration FreshCredentialMaxAge { get; init; }
    /// <summary>Ed25519 public keys, 32 bytes each, of the tenant's issuers.</summary>
    public required IReadOnlyList<ReadOnlyMemory<byte>> IssuerKeys { get; init; }
    /// <summary>Faces open this gate too.</summary>
    public bool FaceAllowed { get; init; }
}

/// <summary>Everything a decision depends on. Equal inputs give equal decisions, on the gate and in the cloud.</summary>
public sealed record DecisionInput
{
    public required Presentation? Presentation { get; init; }
    public required Direction Direction { get; init; }
    public required GatePlace Place { get; init; }
    public required ClockReading Clock { get; init; }
    /// <summary>Null denies with <see cref="Reason.NoPolicy"/>.</summary>
    public required AccessPolicy? Policy { get; init; }
    /// <summary>Null denies with <see cref="Reason.RosterStale"/>.</summary>
    public required RosterState? Roster { get; init; }
    public required KnownCredential? Credential { get; init; }
    public required KnownMember? Member { get; init; }
    public required ReplayMemory Memory { get; init; }
    /// <summary>Why <see cref="Presentation"/> is null.</summary>
    public Reason? Unreadable { get; init; }
    /// <summary>An attempt to be recognised, in place of <see cref="Presentation"/>; both together deny. <see cref="Member"/> is then <see cref="FaceEvidence.Nearest"/>.</summary>
    public FaceEvidence? Face { get; init; }
}

/// <summary>The answer.</summary>
/// <param name="RuleId">The rule that decided; <c>all</c> when every rule allowed.</param>
/// <param name="RosterVersion">0 when there was no roster.</param>
/// <param name="CodeOffset">Code's time minus gate's time, when a code could be read.</param>
public sealed record AccessDecision(
    Outcome Outcome, Reason Reason, string RuleId, long RosterVersion, long PolicyVersion,
    MemberId? Member, CredentialId? Credential, Duration? CodeOffset);
