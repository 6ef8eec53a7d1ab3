using NodaTime;
using StudySpot.Access;
using StudySpot.Contracts;

namespace StudySpot.Edge.Gate.Ports;

/// <summary>
/// Durable memory of one gate: event log with outbox, roster, policy, replay memory. Safe for concurrent use.
/// What a method wrote before it returned survives a power cut. Every method that needs the file throws
/// <see cref="StoreUnavailableException"/> while it cannot be used; properties never throw.
/// </summary>
public interface IGateStore : IDisposable
{
    /// <summary>
    /// Identity of this log; sequences count within it. A new one begins when the store was created empty, set aside as
    /// damaged, or found behind what it had written before (restored, rolled back, copied). It may change while running:
    /// read it with every batch.
    /// </summary>
    Guid Incarnation { get; }

    /// <summary>How the store came up; the gate writes it to its <c>started</c> event.</summary>
    StoreOpening Opening { get; }

    /// <summary>
    /// Writes an event, its outbox row, the next sequence number and, for an allowed code, its nonce, in one durable
    /// transaction, and returns the event with its sequence.
    /// </summary>
    /// <exception cref="StoreUnavailableException">Nothing was written: disk full, file system read-only, damaged file. The gate must not open.</exception>
    GateEvent Append(NewEvent newEvent);

    /// <summary>What the roster says of a credential, what it says of its member, and what was presented before. One indexed look-up.</summary>
    RosterFacts Find(CredentialId credential, ReadOnlySpan<byte> nonce, Instant now);

    /// <summary>
    /// What the roster says of a member whose consent to faces is in force; null for anybody else, and for a member without
    /// a credential that is not over: who cannot show a code cannot show a face. One indexed look-up.
    /// </summary>
    KnownMember? FindConsenting(MemberId member, Instant now);

    /// <summary>Null before the first roster.</summary>
    RosterState? Roster { get; }

    /// <summary>Null before the first policy.</summary>
    GatePolicy? Policy { get; }

    /// <summary>Stores a verified policy. Older versions are refused with false.</summary>
    bool ApplyPolicy(GatePolicy policy, byte[] document);

    /// <summary>Stores a complete, verified roster or delta in one transaction. False when its base is not what the store has or the entries are not as many as it says.</summary>
    bool ApplyRoster(RosterManifest manifest, IEnumerable<RosterEntry> entries);

    /// <summary>Oldest rows not yet acknowledged, in sequence order, from a sequence on.</summary>
    IReadOnlyList<GateEvent> ReadOutbox(long fromSequence, int limit);

    /// <summary>
    /// Deletes outbox rows up to and including a sequence, after the cloud said it holds them. A sequence beyond
    /// <see cref="OutboxState.LastSequence"/> proves that this log was rolled back: a new incarnation begins.
    /// </summary>
    void Acknowledge(long through);

    /// <summary>Incarnations before this one that still have rows waiting, oldest first; they are sent under their own id.</summary>
    IReadOnlyList<Guid> EarlierIncarnations { get; }

    /// <summary>As <see cref="ReadOutbox(long, int)"/> for any incarnation of this gate; empty for one it does not know.</summary>
    IReadOnlyList<GateEvent> ReadOutbox(Guid incarnation, long fromSequence, int limit);

    /// <summary>As <see cref="Acknowledge(long)"/> for any incarnation of this gate; nothing for one it does not know.</summary>
    void Acknowledge(Guid incarnation, long through);

    /// <summary>Events of this incarnation from the log (kept for at least 30 days), in order, for a re-send.</summary>
    IReadOnlyList<GateEvent> ReadLog(long from, long to, int limit);

    /// <summary>Rows waiting and the time of the oldest.</summary>
    OutboxState Outbox { get; }

    /// <summary>Raised after an append, on the appending thread; must not block.</summary>
    event Action? Appended;

    /// <summary>
    /// Raised after another policy or roster version was applied, on the applying thread; must not block. The gate loop
    /// writes <c>policy_applied</c> and <c>roster_applied</c> from it, nobody else does.
    /// </summary>
    event Action<StoreChange>? Changed;

    /// <summary>
    /// Tries a durable write after a failure, opening the files anew where that helps. True when the store works.
    /// </summary>
    bool Probe();
}

/// <summary>What was applied.</summary>
public enum StoreChange
{
    Policy,
    Roster,
}

/// <summary>How a store came up.</summary>
public enum StoreOpeningKind
{
    /// <summary>As it was left.</summary>
    Continued,
    /// <summary>There was none.</summary>
    Created,
    /// <summary>Behind its own mark, without one, or on another computer; everything was kept under a new incarnation.</summary>
    Restored,
    /// <summary>Damaged, another gate's, or written by newer software. The file was renamed and kept; roster and policy are gone until the next sync.</summary>
    SetAside,
}

/// <param name="Explanation">For people; names files, never persons. Null for the ordinary kinds.</param>
public sealed record StoreOpening(StoreOpeningKind Kind, string? Explanation);

/// <summary>An event before the store gives it its sequence.</summary>
public sealed record NewEvent
{
    /// <summary>The event with sequence 0.</summary>
    public required GateEvent Event { get; init; }
    /// <summary>Remember this nonce as used, for an allowed decision.</summary>
    public UsedNonce? Used { get; init; }
    /// <summary>Remember that a code was refused for its time.</summary>
    public RefusedForTime? Refused { get; init; }
}

/// <summary>A presentation that was accepted; kept until it could no longer be valid.</summary>
public readonly record struct UsedNonce(CredentialId Credential, ReadOnlyMemory<byte> Nonce, Instant KeepUntil);

/// <summary>A presentation refused for its time.</summary>
public readonly record struct RefusedForTime(CredentialId Credential, Instant CodeTime, Duration Offset, Instant At);

/// <summary>What the store knows about a presentation.</summary>
public readonly record struct RosterFacts(KnownCredential? Credential, KnownMember? Member, ReplayMemory Memory);

/// <summary>Fill of the outbox.</summary>
/// <param name="OldestAt">Null when empty.</param>
public readonly record struct OutboxState(int Rows, DateTimeOffset? OldestAt, long LastSequence);

/// <summary>The store could not write. The message says which file and why.</summary>
public sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException(string message, Exception inner) : base(message, inner) { }
    public StoreUnavailableException(string message) : base(message) { }
    public StoreUnavailableException() { }
}
