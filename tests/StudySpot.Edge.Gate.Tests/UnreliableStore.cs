using NodaTime;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Tests;

/// <summary>A real store that refuses to write on command.</summary>
public sealed class UnreliableStore(IGateStore inner) : IGateStore
{
    private int _waiting;

    public bool Fails { get; set; }
    public bool FindFails { get; set; }

    /// <summary>Set to make appends wait, as a disk that hangs.</summary>
    public TaskCompletionSource? Hang { get; set; }

    /// <summary>Appends that wait now.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

    public Guid Incarnation => inner.Incarnation;
    public StoreOpening Opening { get; set; } = inner.Opening;
    public RosterState? Roster => inner.Roster;
    public GatePolicy? Policy => inner.Policy;
    public OutboxState Outbox => inner.Outbox;
    public IReadOnlyList<Guid> EarlierIncarnations => inner.EarlierIncarnations;

    public event Action? Appended { add => inner.Appended += value; remove => inner.Appended -= value; }
    public event Action<StoreChange>? Changed { add => inner.Changed += value; remove => inner.Changed -= value; }

    public GateEvent Append(NewEvent newEvent)
    {
        if (Hang is { } hang)
        {
            Interlocked.Increment(ref _waiting);
            hang.Task.Wait();
            Interlocked.Decrement(ref _waiting);
        }
        return Fails ? throw new StoreUnavailableException("disk full, said the test") : inner.Append(newEvent);
    }

    public KnownMember? FindConsenting(MemberId member, Instant now) =>
        FindFails ? throw new StoreUnavailableException("unreadable, said the test") : inner.FindConsenting(member, now);

    public RosterFacts Find(CredentialId credential, ReadOnlySpan<byte> nonce, Instant now) =>
        FindFails ? throw new StoreUnavailableException("unreadable, said the test") : inner.Find(credential, nonce, now);

    public bool Probe() => !Fails && !FindFails && inner.Probe();
    public bool ApplyPolicy(GatePolicy policy, byte[] document) => inner.ApplyPolicy(policy, document);
    public bool ApplyRoster(RosterManifest manifest, IEnumerable<RosterEntry> entries) => inner.ApplyRoster(manifest, entries);
    public IReadOnlyList<GateEvent> ReadOutbox(long fromSequence, int limit) => inner.ReadOutbox(fromSequence, limit);
    public IReadOnlyList<GateEvent> ReadOutbox(Guid incarnation, long fromSequence, int limit) => inner.ReadOutbox(incarnation, fromSequence, limit);
    public IReadOnlyList<GateEvent> ReadLog(long from, long to, int limit) => inner.ReadLog(from, to, limit);
    public void Acknowledge(long through) => inner.Acknowledge(through);
    public void Acknowledge(Guid incarnation, long through) => inner.Acknowledge(incarnation, through);
    public void Dispose() => inner.Dispose();
}
