using Microsoft.Data.Sqlite;
using NodaTime;

namespace StudySpot.Edge.Storage;

public sealed partial class SqliteGateStore
{
    /// <summary>
    /// A mark this old is what a restored copy may hide; a checkpoint this often keeps the WAL of a busy door (a few
    /// events a second, four pages each) below a megabyte.
    /// </summary>
    private static readonly TimeSpan UpkeepEvery = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan ForgetEvery = TimeSpan.FromMinutes(1);

    private static readonly TimeSpan PurgeEvery = TimeSpan.FromMinutes(10);

    /// <summary>Deletes of this many rows hold up an append by a few milliseconds.</summary>
    private const int PurgeSlice = 500;

    /// <summary>Slices a turn: 144 turns a day outrun the busiest door many times over.</summary>
    private const int PurgeSlices = 20;

    private DateTimeOffset _forgotAt;
    private DateTimeOffset _purgedAt;
    private HighWaterMark _marked;

    /// <summary>Mark, checkpoint, forgetting and purging. Skipped while the last one still runs.</summary>
    private void Upkeep()
    {
        if (!_upkeepLock.TryEnter()) return;
        try
        {
            if (_disposed || _session is not { } session) return;
            var mark = new HighWaterMark(session.Incarnation, session.LastSequence);
            if (mark != _marked && mark.TryWrite(_options.Mark)) _marked = mark;
            // Passive: neither writers nor readers wait for it.
            session.Upkeep.Scalar("pragma wal_checkpoint(passive)");
            var now = _time.GetUtcNow();
            if ((now - _forgotAt).Duration() >= ForgetEvery) Forget(session, now);
            if ((now - _purgedAt).Duration() >= PurgeEvery) Purge(session, now);
        }
        catch (SqliteException e)
        {
            // The next append meets the same cause, and says so.
            Note(e);
        }
        finally
        {
            _upkeepLock.Exit();
        }
    }

    private void Forget(StoreSession session, DateTimeOffset now)
    {
        lock (_writeLock)
        {
            session.Write.InTransaction(() => CodeMemory.Purge(session.Write, Instant.FromDateTimeOffset(now)));
            session.RememberedCodes = CodeMemory.Count(session.Write);
        }
        _forgotAt = now;
    }

    private void Purge(StoreSession session, DateTimeOffset now)
    {
        // A clock behind the log was not set since boot: by its measure everything would be from the future.
        if (EventLog.NewestAt(session.Upkeep) is not { } newest || now < newest - TimeSpan.FromDays(1)) return;
        for (var i = 0; i < PurgeSlices; i++)
        {
            int gone;
            lock (_writeLock)
            {
                gone = session.Write.InTransaction(() => EventLog.Purge(
                    session.Write, now - _options.KeepAcknowledged, now + TimeSpan.FromDays(1), PurgeSlice));
            }
            if (gone == 0) break;
        }
        _purgedAt = now;
    }
}
