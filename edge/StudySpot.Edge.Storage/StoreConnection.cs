using Microsoft.Data.Sqlite;

namespace StudySpot.Edge.Storage;

/// <summary>A connection with its prepared statements. Not thread-safe: whoever owns it locks it.</summary>
internal sealed class StoreConnection : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, Statement> _statements = [];

    private StoreConnection(SqliteConnection connection) => _connection = connection;

    /// <summary>Opens the file in WAL mode, creating it when it is missing.</summary>
    public static StoreConnection Open(string file, SqliteDurability durability)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = file,
            Mode = SqliteOpenMode.ReadWriteCreate,
            // Pooled connections outlive Dispose and would hold a file that was set aside.
            Pooling = false,
            DefaultTimeout = 5,
        }.ToString());
        return Prepared(connection, durability);
    }

    /// <summary>An empty database in memory, to compare schemas with.</summary>
    public static StoreConnection InMemory()
    {
        var connection = new SqliteConnection("Data Source=:memory:;Pooling=False");
        connection.Open();
        return new StoreConnection(connection);
    }

    /// <summary>
    /// Opens a file for somebody who only looks. As root SQLite gives the files it needs beside the database to the
    /// database's owner, so that a look does not lock the gate out of its own store.
    /// </summary>
    public static StoreConnection OpenToLook(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadOnly, Pooling = false, DefaultTimeout = 5 }.ToString());
        try
        {
            connection.Open();
            return new StoreConnection(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Opens a file only to read what can be read.</summary>
    public static StoreConnection OpenToSalvage(string file)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());
        try
        {
            connection.Open();
            return new StoreConnection(connection);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public Statement Prepare(string sql, int parameters)
    {
        if (_statements.TryGetValue(sql, out var known)) return known;
        return _statements[sql] = new Statement(_connection, sql, parameters);
    }

    public int Run(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values.Length).Run(values);

    public object? Scalar(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values.Length).Scalar(values);

    public SqliteDataReader Rows(string sql, params ReadOnlySpan<object?> values) => Prepare(sql, values.Length).Rows(values);

    /// <summary>Statements that are not prepared: schema and pragmas.</summary>
    public void Script(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>All or nothing.</summary>
    public T InTransaction<T>(Func<T> work)
    {
        Run("begin immediate");
        try
        {
            var result = work();
            Run("commit");
            return result;
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    public void InTransaction(Action work) => InTransaction(() =>
    {
        work();
        return true;
    });

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Dispose();
        _connection.Dispose();
    }

    private static StoreConnection Prepared(SqliteConnection connection, SqliteDurability durability)
    {
        try
        {
            connection.Open();
            var opened = new StoreConnection(connection);
            opened.Script($"""
                pragma journal_mode = wal;
                pragma synchronous = {(durability == SqliteDurability.Full ? "full" : "off")};
                pragma wal_autocheckpoint = 0;
                pragma journal_size_limit = 16777216;
                pragma trusted_schema = off;
                pragma cell_size_check = on;
                pragma cache_size = -2048;
                pragma temp_store = memory;
                """);
            return opened;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private void RollBack()
    {
        try
        {
            Run("rollback");
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself after most I/O errors, and then says that there is no transaction.
        }
    }
}
