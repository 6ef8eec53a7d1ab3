using Microsoft.Data.Sqlite;

namespace StudySpot.Edge.Storage;

/// <summary>Empties a gate's memory while no gate runs.</summary>
public static class StoreReset
{
    /// <summary>Removes everything in the folder.</summary>
    /// <exception cref="InvalidOperationException">A gate process has the folder.</exception>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Everything(string folder)
    {
        var options = new SqliteGateStoreOptions { Folder = folder, GateId = Guid.Empty };
        using var held = ProcessLock.Take(options.LockFile) ?? throw new IOException($"{options.LockFile} cannot be written.");
        foreach (var inner in Directory.GetDirectories(folder)) Directory.Delete(inner, recursive: true);
        foreach (var file in Directory.GetFiles(folder))
        {
            if (file != options.LockFile) File.Delete(file);
        }
    }

    /// <summary>
    /// Keeps the event log and what the cloud has not seen of it; roster, policy, accepted codes and every other file go.
    /// The next start begins a new incarnation.
    /// </summary>
    /// <returns>How many events wait for the cloud.</returns>
    /// <exception cref="InvalidOperationException">A gate process has the folder.</exception>
    /// <exception cref="IOException">The folder or the database cannot be written.</exception>
    public static int AllButTheLog(string folder)
    {
        var options = new SqliteGateStoreOptions { Folder = folder, GateId = Guid.Empty };
        using var held = ProcessLock.Take(options.LockFile) ?? throw new IOException($"{options.LockFile} cannot be written.");
        var waiting = 0;
        try
        {
            if (File.Exists(options.DatabaseFile)) waiting = Forget(options.DatabaseFile);
        }
        catch (SqliteException e)
        {
            throw new IOException($"{options.DatabaseFile}: {e.Message}", e);
        }
        foreach (var inner in Directory.GetDirectories(folder)) Directory.Delete(inner, recursive: true);
        string[] kept = ["", "-wal", "-shm"];
        foreach (var file in Directory.GetFiles(folder))
        {
            // Without its mark the store takes itself for a copy, which is what begins a new incarnation.
            if (file != options.LockFile && !kept.Any(part => file == options.DatabaseFile + part)) File.Delete(file);
        }
        return waiting;
    }

    private static int Forget(string database)
    {
        using var connection = StoreConnection.Open(database, SqliteDurability.Full);
        connection.InTransaction(() =>
        {
            foreach (var table in (string[])["roster_a", "roster_b", "policy", "used_code", "refused_code"]) connection.Run($"delete from {table}");
            foreach (var name in (string[])[Settings.RosterVersion, Settings.RosterIssuedAt]) connection.Run("delete from setting where name = @1", name);
        });
        // Deleted rows stay readable in free pages until the file is written anew.
        connection.Script("vacuum; pragma wal_checkpoint(truncate);");
        return connection.Scalar("select count(*) from outbox") is long rows ? (int)rows : 0;
    }
}
