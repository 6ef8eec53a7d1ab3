using System.Text.Json;
using Microsoft.Data.Sqlite;
using NodaTime;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Storage;

/// <summary>
/// A gate's memory in one SQLite file (WAL, synchronous=FULL). Safe for concurrent use: writers take turns, decisions and
/// sync read on connections of their own. Comes up from any folder; when the disk does not let it, everything that must
/// be written throws <see cref="StoreUnavailableException"/> until <see cref="Probe"/> succeeds.
/// </summary>
public sealed partial class SqliteGateStore : IGateStore
{
    private readonly SqliteGateStoreOptions _options;
    private readonly TimeProvider _time;
    private readonly FileStream? _processLock;
    private readonly Lock _writeLock = new();
    private readonly Lock _findLock = new();
    private readonly Lock _readLock = new();
    private readonly Lock _upkeepLock = new();
    private readonly Lock _rosterLock = new();
    private readonly ITimer _upkeepTimer;
    private StoreSession? _session;
    private string _whyNot = "not opened yet";
    private int _lastFailure;
    private int _appendsWaiting;
    private bool _disposed;

    private SqliteGateStore(SqliteGateStoreOptions options, TimeProvider time, FileStream? processLock)
    {
        _options = options;
        _time = time;
        _processLock = processLock;
        TryOpen(Inspection.Quick);
        _upkeepTimer = time.CreateTimer(_ => Upkeep(), null, UpkeepEvery, UpkeepEvery);
    }

    /// <inheritdoc/>
    public event Action? Appended;

    /// <inheritdoc/>
    public event Action<StoreChange>? Changed;

    /// <summary>Opens the store in its folder, creating, setting aside and beginning anew as the folder's state demands.</summary>
    /// <exception cref="InvalidOperationException">Another process has the folder open.</exception>
    public static SqliteGateStore Open(SqliteGateStoreOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        var processLock = ProcessLock.Take(options.LockFile);
        try
        {
            return new SqliteGateStore(options, time, processLock);
        }
        catch
        {
            processLock?.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    /// <remarks>Empty while the store could not be opened.</remarks>
    public Guid Incarnation => _session?.Incarnation ?? Guid.Empty;

    /// <inheritdoc/>
    public StoreOpening Opening => _session?.Opening ?? new StoreOpening(StoreOpeningKind.Continued, _whyNot);

    /// <inheritdoc/>
    public RosterState? Roster
    {
        get
        {
            lock (_findLock) return _session?.Roster;
        }
    }

    /// <inheritdoc/>
    public GatePolicy? Policy => _session?.Policy;

    /// <inheritdoc/>
    public OutboxState Outbox
    {
        get
        {
            DateTimeOffset? oldest = null;
            try
            {
                oldest = OnSession(_readLock, session => session.Waiting == 0 ? null : EventLog.OldestWaiting(session.Read));
            }
            catch (StoreUnavailableException)
            {
                // Status is asked for most when something is wrong: it gets what is known.
            }
            return _session is { } now ? new OutboxState(now.Waiting, oldest, now.LastSequence) : default;
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<Guid> EarlierIncarnations
    {
        get
        {
            // Nearly always so: one incarnation for the life of a card.
            if (_session is not { Streams.Count: > 1 }) return [];
            try
            {
                return OnSession(_readLock, session => session.Streams
                    .Where(stream => stream.Number != session.Stream && EventLog.ReadOutbox(session.Read, stream.Number, 0, 1).Count > 0)
                    .Select(stream => stream.Incarnation).ToArray());
            }
            catch (StoreUnavailableException)
            {
                return [];
            }
        }
    }

    /// <inheritdoc/>
    public GateEvent Append(NewEvent newEvent)
    {
        ArgumentNullException.ThrowIfNull(newEvent);
        GateEvent stored;
        Interlocked.Increment(ref _appendsWaiting);
        try
        {
            stored = OnSession(_writeLock, session => AppendTo(session, newEvent));
        }
        finally
        {
            Interlocked.Decrement(ref _appendsWaiting);
        }
        Appended?.Invoke();
        return stored;
    }

    /// <inheritdoc/>
    public RosterFacts Find(CredentialId credential, ReadOnlySpan<byte> nonce, Instant now)
    {
        var shown = nonce.ToArray();
        var key = EventLog.Key(credential.Value);
        return OnSession(_findLock, session =>
        {
            var known = RosterTables.Find(session.Find, session.RosterTable, credential, key);
            return new RosterFacts(known?.Credential, known?.Member, CodeMemory.Recall(session.Find, key, shown, now));
        });
    }

    /// <inheritdoc/>
    public KnownMember? FindConsenting(MemberId member, Instant now) =>
        OnSession(_findLock, session => RosterTables.FindConsenting(session.Find, session.RosterTable, member, now));

    /// <inheritdoc/>
    public bool ApplyPolicy(GatePolicy policy, byte[] document)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(document);
        var applied = OnSession<bool?>(_writeLock, session =>
        {
            if (session.Policy is { } current && policy.Version <= current.Version) return policy.Version == current.Version ? null : false;
            session.Write.InTransaction(() => session.Write.Run(
                "insert or replace into policy (only_one, version, body, document) values (1, @1, @2, @3)",
                policy.Version, JsonSerializer.SerializeToUtf8Bytes(policy, ContractsJson.Default.GatePolicy), document));
            session.Policy = policy;
            return true;
        });
        if (applied == true) Changed?.Invoke(StoreChange.Policy);
        return applied != false;
    }

    /// <inheritdoc/>
    public IReadOnlyList<GateEvent> ReadOutbox(long fromSequence, int limit) =>
        OnSession(_readLock, session => EventLog.ReadOutbox(session.Read, session.Stream, fromSequence, limit));

    /// <inheritdoc/>
    public IReadOnlyList<GateEvent> ReadOutbox(Guid incarnation, long fromSequence, int limit) => OnSession(_readLock, session =>
        session.NumberOf(incarnation) is { } stream ? EventLog.ReadOutbox(session.Read, stream, fromSequence, limit) : []);

    /// <inheritdoc/>
    public IReadOnlyList<GateEvent> ReadLog(long from, long to, int limit) =>
        OnSession(_readLock, session => EventLog.ReadLog(session.Read, session.Stream, from, to, limit));

    /// <inheritdoc/>
    public void Acknowledge(long through) => OnSession(_writeLock, session =>
    {
        if (through > session.LastSequence) BeginAnew(session, "the cloud holds more of this log than it has: it was rolled back");
        else Drop(session, session.Stream, through);
        return true;
    });

    /// <inheritdoc/>
    public void Acknowledge(Guid incarnation, long through)
    {
        if (incarnation == Incarnation)
        {
            Acknowledge(through);
            return;
        }
        OnSession(_writeLock, session =>
        {
            if (session.NumberOf(incarnation) is { } stream) Drop(session, stream, through);
            return true;
        });
    }

    /// <inheritdoc/>
    public bool Probe()
    {
        // The order of all locks: roster, upkeep, write, find, read.
        lock (_upkeepLock)
        lock (_writeLock)
        {
            if (_disposed) return false;
            try
            {
                if (_session is null || (_lastFailure != 0 && SqliteFaults.NeedsReopening(_lastFailure))) Reopen();
                if (_session is not { } session) return false;
                // As large as an append with everything that comes with it, so that success means something.
                session.Write.InTransaction(() => Settings.Put(session.Write, Settings.Probe, new byte[ProbeBytes]));
                _lastFailure = 0;
                return true;
            }
            catch (SqliteException e)
            {
                Note(e);
                return false;
            }
        }
    }

    /// <summary>Writes the mark and closes. Waits for what is being written.</summary>
    public void Dispose()
    {
        lock (_rosterLock)
        lock (_upkeepLock)
        lock (_writeLock)
        lock (_findLock)
        lock (_readLock)
        {
            if (_disposed) return;
            _disposed = true;
            _upkeepTimer.Dispose();
            if (_session is { } session) new HighWaterMark(session.Incarnation, session.LastSequence).TryWrite(_options.Mark);
            _session?.Dispose();
            _session = null;
            _processLock?.Dispose();
        }
    }

    /// <summary>A decision event with its evidence is 1 to 2 KiB and touches three or four pages of 4 KiB.</summary>
    private const int ProbeBytes = 16 * 1024;

    private GateEvent AppendTo(StoreSession session, NewEvent newEvent)
    {
        if (session.Unsettled)
        {
            session.LastSequence = EventLog.LastSequence(session.Write, session.Stream);
            session.Waiting = (int)(session.Write.Scalar("select count(*) from outbox") as long? ?? 0);
            session.Unsettled = false;
        }
        var numbered = newEvent.Event with { Sequence = session.LastSequence + 1 };
        session.Unsettled = true;
        session.Write.InTransaction(() =>
        {
            EventLog.Write(session.Write, Positions.Of(session.Stream, numbered.Sequence), numbered);
            if (newEvent.Used is { } used)
            {
                CodeMemory.Remember(session.Write, used);
                if (++session.RememberedCodes > _options.MaxRememberedCodes)
                {
                    // A tenth at once, so that a clock that runs wild does not sort the table for every person.
                    CodeMemory.Trim(session.Write, _options.MaxRememberedCodes * 9 / 10);
                    session.RememberedCodes = CodeMemory.Count(session.Write);
                }
            }
            if (newEvent.Refused is { } refused) CodeMemory.Remember(session.Write, refused);
        });
        session.LastSequence = numbered.Sequence;
        session.Waiting++;
        session.Unsettled = false;
        return numbered;
    }

    private static void Drop(StoreSession session, long stream, long through) =>
        session.Waiting -= session.Write.InTransaction(() => EventLog.Acknowledge(session.Write, stream, through));

    private void BeginAnew(StoreSession session, string why)
    {
        StoreOpener.BeginStream(_options, session.Write, _time.GetUtcNow(), why, _options.Machine ?? MachineIdentity.Read());
        session.Streams = StoreOpener.Streams(session.Write);
        session.LastSequence = 0;
    }

    /// <summary>Runs on the open session under a lock, and turns SQLite's failures into the port's.</summary>
    private T OnSession<T>(Lock gate, Func<StoreSession, T> work)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var session = _session ?? throw new StoreUnavailableException(_whyNot);
            try
            {
                return work(session);
            }
            catch (SqliteException e)
            {
                Note(e);
                throw new StoreUnavailableException($"{_options.DatabaseFile}: {e.Message}", e);
            }
            catch (Exception e) when (e is InvalidCastException or FormatException or ArgumentException or OverflowException)
            {
                _lastFailure = SqliteFaults.Corrupt;
                throw new StoreUnavailableException($"{_options.DatabaseFile}: holds a value of the wrong kind.", e);
            }
        }
    }

    private void Note(SqliteException e)
    {
        // Damage noticed by one connection must not be forgotten because another met a full disk afterwards.
        if (_lastFailure == 0 || !SqliteFaults.NeedsReopening(_lastFailure)) _lastFailure = e.SqliteErrorCode;
    }

    private bool TryOpen(Inspection look)
    {
        try
        {
            _session = StoreOpener.Open(_options, _time.GetUtcNow(), look);
            return true;
        }
        catch (StoreUnavailableException e)
        {
            _session = null;
            _whyNot = e.Message;
            return false;
        }
    }

    /// <summary>Opens the file anew, looking through all of it when it gave reason for doubt. Under the upkeep and write locks.</summary>
    private void Reopen()
    {
        lock (_findLock)
        lock (_readLock)
        {
            var look = _session is null ? Inspection.Quick : Inspection.Thorough;
            if (_session is { } old)
            {
                new HighWaterMark(old.Incarnation, old.LastSequence).TryWrite(_options.Mark);
                old.Dispose();
            }
            if (TryOpen(look)) _lastFailure = 0;
        }
    }
}
