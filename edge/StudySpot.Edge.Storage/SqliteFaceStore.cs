using System.Text.Json;
using Microsoft.Data.Sqlite;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Storage;

/// <summary>
/// A gate's faces in a SQLite file of their own, <c>faces.db</c>: nothing at the door waits for it, and it may be lost,
/// because the cloud relays all of it again. A damaged file is deleted, never kept: it holds sealed keys.
/// </summary>
public sealed partial class SqliteFaceStore : IFaceStore
{
    private const int SchemaVersion = 1;

    /// <summary>Rows of about 10 KiB read under the lock at once.</summary>
    private const int Slice = 64;

    // secure_delete overwrites what is deleted with zeros. In WAL mode that reaches the file with a checkpoint, so a
    // destroyed key is followed by one that empties the WAL; it waits for somebody who looks (busy_timeout), or it would
    // leave the WAL as it is. What a memory card keeps behind its controller nobody can say.
    private const string Schema =
        """
        create table if not exists state (only_one integer primary key check (only_one = 1), version integer not null, owner blob);
        create table if not exists face (member blob primary key, key_id blob not null unique, consent blob not null, model_set text not null, enrolled_at integer not null, ciphertext blob not null, box blob not null);
        create table if not exists view (id blob primary key, member blob not null, key_id blob not null, at integer not null, ciphertext blob not null);
        create index if not exists view_by_key on view (key_id, at);
        create table if not exists report (number integer primary key, id blob not null unique, body blob not null);
        insert or ignore into state (only_one, version) values (1, 0);
        """;

    private readonly Lock _lock = new();
    private readonly string _file;
    private StoreConnection? _connection;
    private string _whyNot = "not opened yet";
    private FileStream? _held;
    private bool _disposed;

    /// <param name="folder">The gate's data folder, which this process has locked.</param>
    /// <param name="owner">Public key that the boxes in the file are sealed to. A file of another one is emptied: nobody could open it.</param>
    public SqliteFaceStore(string folder, ReadOnlySpan<byte> owner)
    {
        _file = FileIn(folder);
        var key = owner.ToArray();
        lock (_lock) Open(key);
    }

    /// <inheritdoc/>
    public long Version => Get(connection => connection.Scalar("select version from state") as long? ?? 0, 0L);

    /// <inheritdoc/>
    public int Count => Get(connection => (int)(connection.Scalar("select count(*) from face") as long? ?? 0), 0);

    /// <inheritdoc/>
    public IEnumerable<StoredFace> ReadAll()
    {
        var last = Array.Empty<byte>();
        while (true)
        {
            var slice = OnConnection(connection =>
            {
                var faces = new List<StoredFace>(Slice);
                using var rows = connection.Rows($"{Faces} where member > @1 order by member limit {Slice}", last);
                while (rows.Read()) faces.Add(Face(rows));
                return faces;
            });
            foreach (var face in slice) yield return face;
            if (slice.Count < Slice) yield break;
            last = EventLog.Key(slice[^1].Member.Value);
        }
    }

    /// <inheritdoc/>
    public StoredFace? Find(MemberId member) => One($"{Faces} where member = @1", member.Value);

    /// <inheritdoc/>
    public StoredFace? FindKey(Guid key) => One($"{Faces} where key_id = @1", key);

    /// <inheritdoc/>
    public IReadOnlyList<StoredView> ReadViews(Guid key) => OnConnection(connection =>
    {
        var views = new List<StoredView>();
        using var rows = connection.Rows("select id, member, key_id, at, ciphertext from view where key_id = @1 order by at, id", EventLog.Key(key));
        while (rows.Read()) views.Add(new StoredView(Id(rows, 0), new MemberId(Id(rows, 1)), Id(rows, 2), Time(rows.GetInt64(3)), rows.GetFieldValue<byte[]>(4)));
        return views;
    });

    /// <inheritdoc/>
    public void Write(FaceChange change)
    {
        ArgumentNullException.ThrowIfNull(change);
        OnConnection(connection =>
        {
            var destroyed = connection.InTransaction(() => Write(connection, change));
            if (destroyed > 0) Overwrite(connection);
            return true;
        });
    }

    /// <inheritdoc/>
    public bool AddView(StoredView view)
    {
        ArgumentNullException.ThrowIfNull(view);
        return OnConnection(connection => connection.Run(
            "insert or replace into view (id, member, key_id, at, ciphertext) select @1, @2, @3, @4, @5 where exists (select 1 from face where key_id = @3)",
            EventLog.Key(view.Id), EventLog.Key(view.Member.Value), EventLog.Key(view.Key), Ticks(view.At), view.Ciphertext) > 0);
    }

    /// <inheritdoc/>
    public bool RemoveView(MemberId member, Guid view) => OnConnection(connection =>
        connection.Run("delete from view where id = @1 and member = @2", EventLog.Key(view), EventLog.Key(member.Value)) > 0);

    /// <inheritdoc/>
    public IReadOnlyList<FaceReport> ReadReports(int limit) => OnConnection(connection =>
    {
        var reports = new List<FaceReport>();
        using var rows = connection.Rows("select body from report order by number limit @1", (long)limit);
        while (rows.Read()) reports.Add(JsonSerializer.Deserialize(rows.GetFieldValue<byte[]>(0), ContractsJson.Default.FaceReport)!);
        return reports;
    });

    /// <inheritdoc/>
    public void DropReport(Guid report) => OnConnection(connection =>
    {
        // An enrolment's report holds boxes for other gates.
        if (connection.Run("delete from report where id = @1", EventLog.Key(report)) > 0) Overwrite(connection);
        return true;
    });

    /// <inheritdoc/>
    public void Clear() => OnConnection(connection =>
    {
        connection.InTransaction(() => Clear(connection));
        Overwrite(connection);
        return true;
    });

    public void Dispose()
    {
        lock (_lock)
        {
            if (_disposed) return;
            _disposed = true;
            _connection?.Dispose();
            _connection = null;
            _held?.Dispose();
        }
    }

    private const string Faces = "select member, key_id, consent, model_set, enrolled_at, ciphertext, box from face";

    private static int Write(StoreConnection connection, FaceChange change)
    {
        var destroyed = 0;
        if (change.Replace) destroyed += Clear(connection);
        foreach (var key in change.Destroy) destroyed += Destroy(connection, EventLog.Key(key));
        foreach (var face in change.Put)
        {
            var key = EventLog.Key(face.Key);
            if (connection.Scalar("select key_id from face where member = @1", EventLog.Key(face.Member.Value)) is byte[] other && !other.AsSpan().SequenceEqual(key))
                destroyed += Destroy(connection, other);
            connection.Run(
                "insert or replace into face (member, key_id, consent, model_set, enrolled_at, ciphertext, box) values (@1, @2, @3, @4, @5, @6, @7)",
                EventLog.Key(face.Member.Value), key, EventLog.Key(face.Consent), face.ModelSet, Ticks(face.EnrolledAt), face.Ciphertext, face.Box);
        }
        foreach (var report in change.Reports)
        {
            connection.Run("insert or ignore into report (id, body) values (@1, @2)",
                EventLog.Key(report.Id), JsonSerializer.SerializeToUtf8Bytes(report, ContractsJson.Default.FaceReport));
        }
        if (change.Version is { } version) connection.Run("update state set version = @1", version);
        return destroyed;
    }

    private static int Destroy(StoreConnection connection, byte[] key)
    {
        connection.Run("delete from view where key_id = @1", key);
        return connection.Run("delete from face where key_id = @1", key);
    }

    private static int Clear(StoreConnection connection)
    {
        connection.Run("delete from view");
        connection.Run("update state set version = 0");
        return connection.Run("delete from face");
    }

    private static void Overwrite(StoreConnection connection) => connection.Script("pragma wal_checkpoint(truncate)");

    private StoredFace? One(string sql, Guid id) => OnConnection(connection =>
    {
        using var rows = connection.Rows(sql, EventLog.Key(id));
        return rows.Read() ? Face(rows) : null;
    });

    private static StoredFace Face(SqliteDataReader row) => new(
        new MemberId(Id(row, 0)), Id(row, 1), Id(row, 2), row.GetString(3), Time(row.GetInt64(4)), row.GetFieldValue<byte[]>(5), row.GetFieldValue<byte[]>(6));

    private static Guid Id(SqliteDataReader row, int column) => new(row.GetFieldValue<byte[]>(column), bigEndian: true);

    private static long Ticks(DateTimeOffset time) => time.UtcTicks;

    private static DateTimeOffset Time(long ticks) => new(ticks, TimeSpan.Zero);

    private T Get<T>(Func<StoreConnection, T> read, T otherwise)
    {
        try
        {
            return OnConnection(read);
        }
        catch (StoreUnavailableException)
        {
            return otherwise;
        }
    }

    private T OnConnection<T>(Func<StoreConnection, T> work)
    {
        lock (_lock)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            var connection = _connection ?? throw new StoreUnavailableException($"{_file}: {_whyNot}");
            try
            {
                return work(connection);
            }
            catch (SqliteException e)
            {
                throw new StoreUnavailableException($"{_file}: {e.Message}", e);
            }
            catch (Exception e) when (e is InvalidCastException or ArgumentException or JsonException)
            {
                throw new StoreUnavailableException($"{_file}: holds a value of the wrong kind.", e);
            }
        }
    }

    private void Open(byte[] owner)
    {
        for (var attempt = 0; attempt < 2; attempt++)
        {
            StoreConnection? connection = null;
            try
            {
                connection = StoreConnection.Open(_file, SqliteDurability.Full);
                connection.Script("pragma secure_delete = on; pragma wal_autocheckpoint = 256; pragma busy_timeout = 5000;");
                Bring(connection, owner);
                _connection = connection;
                return;
            }
            catch (Exception e) when (e is SqliteException or InvalidCastException)
            {
                connection?.Dispose();
                _whyNot = e.Message;
                if (e is SqliteException sqlite && !SqliteFaults.IsDamage(sqlite)) return;
                foreach (var part in new[] { _file, _file + "-wal", _file + "-shm" }) File.Delete(part);
            }
        }
    }

    private static void Bring(StoreConnection connection, byte[] owner)
    {
        var version = connection.Scalar("pragma user_version") as long? ?? -1;
        if (version is not (0 or SchemaVersion)) throw new InvalidCastException($"written by other software (schema {version})");
        connection.Script(Schema);
        connection.Script($"pragma user_version = {SchemaVersion}");
        if (connection.Scalar("pragma quick_check") is not "ok") throw new InvalidCastException("damaged");
        if (connection.Scalar("select owner from state") is byte[] known && known.AsSpan().SequenceEqual(owner)) return;
        connection.InTransaction(() =>
        {
            Clear(connection);
            connection.Run("delete from report");
            connection.Run("update state set owner = @1", owner);
        });
        Overwrite(connection);
    }
}
