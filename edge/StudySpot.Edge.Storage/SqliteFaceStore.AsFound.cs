using Microsoft.Data.Sqlite;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Storage;

/// <summary>The file for people who look after a gate: taken as it is found. Nothing is made, emptied or deleted by opening it.</summary>
public sealed partial class SqliteFaceStore
{
    private SqliteFaceStore(string file, StoreConnection connection, FileStream? held) => (_file, _connection, _held) = (file, connection, held);

    /// <summary>True when the folder has a file of faces, in whatever state.</summary>
    public static bool Exists(string folder) => File.Exists(FileIn(folder));

    /// <summary>Opens the file for reading, without the folder's lock: a gate that runs is not disturbed.</summary>
    /// <param name="owner">Public key that the boxes in the file must be sealed to.</param>
    /// <exception cref="StoreUnavailableException">There is no file, it is damaged, of other software, or another gate's.</exception>
    public static SqliteFaceStore OpenToLook(string folder, byte[] owner)
    {
        var file = FileIn(folder);
        return new SqliteFaceStore(file, Checked(file, owner), held: null);
    }

    /// <summary>Opens the file for changes and keeps every gate process out of the folder until it is disposed.</summary>
    /// <inheritdoc cref="OpenToLook"/>
    /// <exception cref="InvalidOperationException">A gate process has the folder.</exception>
    public static SqliteFaceStore OpenToChange(string folder, byte[] owner)
    {
        var file = FileIn(folder);
        var lockFile = new SqliteGateStoreOptions { Folder = folder, GateId = Guid.Empty }.LockFile;
        var held = ProcessLock.Take(lockFile) ?? throw new StoreUnavailableException($"{lockFile} cannot be written.");
        StoreConnection? connection = null;
        try
        {
            Checked(file, owner).Dispose();
            connection = StoreConnection.Open(file, SqliteDurability.Full);
            connection.Script("pragma secure_delete = on");
            return new SqliteFaceStore(file, connection, held);
        }
        catch (Exception e)
        {
            connection?.Dispose();
            held.Dispose();
            if (e is SqliteException) throw new StoreUnavailableException($"{file}: {e.Message}", e);
            throw;
        }
    }

    private static string FileIn(string folder) => Path.Combine(folder, "faces.db");

    /// <summary>Open for reading, and whole, of this schema and of this owner.</summary>
    private static StoreConnection Checked(string file, byte[] owner)
    {
        StoreConnection? connection = null;
        try
        {
            connection = StoreConnection.OpenToLook(file);
            if (connection.Scalar("pragma user_version") is not (long)SchemaVersion) throw new StoreUnavailableException($"{file} was written by other software.");
            if (connection.Scalar("pragma quick_check") is not "ok") throw new StoreUnavailableException($"{file} is damaged.");
            if (connection.Scalar("select owner from state") is not byte[] known || !known.AsSpan().SequenceEqual(owner))
                throw new StoreUnavailableException($"{file} is sealed to another key than this gate's.");
            return connection;
        }
        catch (Exception e)
        {
            connection?.Dispose();
            if (e is SqliteException) throw new StoreUnavailableException($"{file}: {e.Message}", e);
            throw;
        }
    }
}
