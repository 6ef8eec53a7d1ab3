using NodaTime;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.VirtualGate.PowerCuts;

/// <summary>A store that says of every event that it is stored, after it is.</summary>
internal sealed class ReportingStore(IGateStore inner, CutGateReport report) : IGateStore
{
    public Guid Incarnation => inner.Incarnation;
    public StoreOpening Opening => inner.Opening;
    public RosterState? Roster => inner.Roster;
    public GatePolicy? Policy => inner.Policy;
    public OutboxState Outbox => inner.Outbox;
    public IReadOnlyList<Guid> EarlierIncarnations => inner.EarlierIncarnations;

    public event Action? Appended { add => inner.Appended += value; remove => inner.Appended -= value; }
    public event Action<StoreChange>? Changed { add => inner.Changed += value; remove => inner.Changed -= value; }

    public GateEvent Append(NewEvent newEvent)
    {
        var stored = inner.Append(newEvent);
        report.Stored(stored);
        return stored;
    }

    public RosterFacts Find(CredentialId credential, ReadOnlySpan<byte> nonce, Instant now) => inner.Find(credential, nonce, now);
    public bool Probe() => inner.Probe();
    public bool ApplyPolicy(GatePolicy policy, byte[] document) => inner.ApplyPolicy(policy, document);
    public bool ApplyRoster(RosterManifest manifest, IEnumerable<RosterEntry> entries) => inner.ApplyRoster(manifest, entries);
    public IReadOnlyList<GateEvent> ReadOutbox(long fromSequence, int limit) => inner.ReadOutbox(fromSequence, limit);
    public IReadOnlyList<GateEvent> ReadOutbox(Guid incarnation, long fromSequence, int limit) => inner.ReadOutbox(incarnation, fromSequence, limit);
    public IReadOnlyList<GateEvent> ReadLog(long from, long to, int limit) => inner.ReadLog(from, to, limit);
    public void Acknowledge(long through) => inner.Acknowledge(through);
    public void Acknowledge(Guid incarnation, long through) => inner.Acknowledge(incarnation, through);

    public void Dispose()
    {
        // The store belongs to whoever opened it.
    }
}
