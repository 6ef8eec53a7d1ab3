using NodaTime;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Storage;

public sealed partial class SqliteGateStore
{
    /// <summary>A transaction of this many rows holds up an append by a few milliseconds.</summary>
    private const int RosterSlice = 1_000;

    /// <summary>Up to this many changes go straight into the table that is asked; more are put together beside it.</summary>
    private const int SmallDelta = 2_000;

    /// <summary>Keeps the WAL of a large roster at some megabytes.</summary>
    private const int SlicesPerCheckpoint = 10;

    /// <summary>A row in its table and, until the next checkpoint, in the WAL: measured 170 bytes each, with windows and halls more.</summary>
    private const long BytesPerEntry = 400;

    /// <summary>Room that is left to events: a roster that fills the disk would shut the gate for good.</summary>
    private const long Reserve = 16 * 1024 * 1024;

    /// <inheritdoc/>
    /// <exception cref="StoreUnavailableException">The disk fails, or has no room for a roster beside the one in use and the events to come.</exception>
    /// <remarks>
    /// Entries are streamed, never all in memory, and are written fastest in the order of their credential ids. While a
    /// large roster is written, decisions and events go on with the old one; the switch is one small transaction.
    /// </remarks>
    public bool ApplyRoster(RosterManifest manifest, IEnumerable<RosterEntry> entries)
    {
        ArgumentNullException.ThrowIfNull(manifest);
        ArgumentNullException.ThrowIfNull(entries);
        bool? applied;
        lock (_rosterLock) applied = Apply(manifest, entries);
        if (applied == true) Changed?.Invoke(StoreChange.Roster);
        return applied != false;
    }

    /// <summary>True when another version came in, null when the present one was confirmed, false when it was refused.</summary>
    private bool? Apply(RosterManifest manifest, IEnumerable<RosterEntry> entries)
    {
        var current = OnSession(_writeLock, session => session.Roster);
        if (manifest.Version <= 0 || manifest.EntryCount < 0) return false;
        if (current is { } have && manifest.Version < have.Version) return false;
        if (manifest.EntryCount == 0 && manifest.ChunkHashes is { Count: 0 } && manifest.Version == current?.Version)
        {
            OnSession(_writeLock, session => Publish(session, manifest, session.RosterTable));
            return null;
        }
        if (manifest.BaseVersion != 0 && manifest.BaseVersion != current?.Version) return false;
        var written = manifest.BaseVersion != 0 && manifest.EntryCount <= SmallDelta
            ? ApplyInPlace(manifest, entries)
            : ApplyBeside(manifest, entries);
        if (!written) return false;
        return manifest.Version == current?.Version ? null : true;
    }

    private bool ApplyInPlace(RosterManifest manifest, IEnumerable<RosterEntry> entries)
    {
        // Read before the transaction begins: a slow or failing source must not hold the write lock.
        var changes = entries.Take(manifest.EntryCount + 1).ToList();
        if (changes.Count != manifest.EntryCount) return false;
        return OnSession(_writeLock, session =>
        {
            var state = session.Write.InTransaction(() =>
            {
                foreach (var entry in changes) RosterTables.Put(session.Write, session.RosterTable, entry);
                return WriteState(session, manifest, session.RosterTable);
            });
            return Adopt(session, state, session.RosterTable);
        });
    }

    private bool ApplyBeside(RosterManifest manifest, IEnumerable<RosterEntry> entries)
    {
        NeedRoom(manifest, manifest.EntryCount * BytesPerEntry);
        var (begunOn, table) = OnSession(_writeLock, session =>
        {
            var beside = RosterTables.Other(session.RosterTable);
            session.Write.InTransaction(() => RosterTables.Clear(session.Write, beside));
            return (session, beside);
        });
        var published = false;
        try
        {
            if (!Stage(begunOn, manifest, entries, table)) return false;
            OnSession(_writeLock, session => Publish(Same(session, begunOn), manifest, table));
            return published = true;
        }
        finally
        {
            // The table that is not asked is emptied now, so that its pages are free for events and the next roster.
            TryClear(begunOn, published ? RosterTables.Other(table) : table);
        }
    }

    private bool Stage(StoreSession begunOn, RosterManifest manifest, IEnumerable<RosterEntry> entries, string table)
    {
        var number = 0;
        if (manifest.BaseVersion != 0)
        {
            while (WriteSlice(begunOn, session => RosterTables.CopySlice(session.Write, session.RosterTable, table, RosterSlice), number++)) { }
        }
        var count = 0L;
        foreach (var slice in entries.Chunk(RosterSlice))
        {
            count += slice.Length;
            if (count > manifest.EntryCount) return false;
            NeedRoom(manifest, 0);
            WriteSlice(begunOn, session =>
            {
                foreach (var entry in slice) RosterTables.Put(session.Write, table, entry);
                return true;
            }, number++);
        }
        return count == manifest.EntryCount;
    }

    private void NeedRoom(RosterManifest manifest, long bytes)
    {
        // A small roster is no bigger than an afternoon's events.
        if (manifest.EntryCount <= SmallDelta) return;
        try
        {
            if (new DriveInfo(_options.Folder).AvailableFreeSpace >= bytes + Reserve) return;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"{_options.Folder}: {e.Message}", e);
        }
        throw new StoreUnavailableException($"{_options.Folder}: not enough room for the roster.");
    }

    private void TryClear(StoreSession begunOn, string table)
    {
        try
        {
            WriteSlice(begunOn, session =>
            {
                RosterTables.Clear(session.Write, table);
                return true;
            }, SlicesPerCheckpoint - 1);
        }
        catch (StoreUnavailableException)
        {
            // Tidying is not worth a failure: the next roster begins by clearing it.
        }
    }

    private bool WriteSlice(StoreSession begunOn, Func<StoreSession, bool> work, int number)
    {
        // The lock is not fair: somebody at the door goes before the next slice.
        SpinWait.SpinUntil(() => Volatile.Read(ref _appendsWaiting) == 0, TimeSpan.FromSeconds(1));
        var more = OnSession(_writeLock, session => Same(session, begunOn).Write.InTransaction(() => work(session)));
        if (number % SlicesPerCheckpoint == SlicesPerCheckpoint - 1) OnSession(_upkeepLock, session => session.Upkeep.Scalar("pragma wal_checkpoint(passive)"));
        return more;
    }

    /// <summary>Slices written to a database that was closed since are not in this one.</summary>
    private static StoreSession Same(StoreSession session, StoreSession begunOn) => ReferenceEquals(session, begunOn)
        ? session
        : throw new StoreUnavailableException("The database was opened anew while a roster was written.");

    private bool Publish(StoreSession session, RosterManifest manifest, string table)
    {
        var state = session.Write.InTransaction(() => WriteState(session, manifest, table));
        return Adopt(session, state, table);
    }

    private bool Adopt(StoreSession session, RosterState state, string table)
    {
        // No decision is reading the old table while it stops being the one that is asked.
        lock (_findLock)
        {
            session.RosterTable = table;
            session.Roster = state;
        }
        return true;
    }

    private static RosterState WriteState(StoreSession session, RosterManifest manifest, string table)
    {
        var issued = Instant.FromDateTimeOffset(manifest.IssuedAt);
        // A confirmation that was overtaken on the way must not make the roster older.
        if (session.Roster is { } have && have.Version == manifest.Version && have.IssuedAt > issued) issued = have.IssuedAt;
        Settings.Put(session.Write, Settings.RosterTable, table);
        Settings.Put(session.Write, Settings.RosterVersion, manifest.Version);
        Settings.Put(session.Write, Settings.RosterIssuedAt, issued.ToUnixTimeTicks());
        return new RosterState(manifest.Version, issued);
    }
}
