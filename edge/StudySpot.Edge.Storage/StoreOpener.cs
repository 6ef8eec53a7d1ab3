using System.Globalization;
using System.Text.Json;
using Microsoft.Data.Sqlite;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Storage;

/// <summary>Brings a store up from whatever is in the folder: nothing, a good database, an old copy, another gate's, garbage.</summary>
internal static class StoreOpener
{
    /// <summary>Set-aside files kept for inspection; a failing card must not fill itself with them.</summary>
    private const int KeepSetAside = 5;

    /// <summary>Opens or creates the store.</summary>
    /// <param name="look">How closely an existing file is looked at.</param>
    /// <exception cref="StoreUnavailableException">The disk does not let us; nothing was set aside.</exception>
    public static StoreSession Open(SqliteGateStoreOptions options, DateTimeOffset now, Inspection look)
    {
        try
        {
            Directory.CreateDirectory(options.Folder);
            var existed = new FileInfo(options.DatabaseFile) is { Exists: true, Length: > 0 };
            if (!existed)
            {
                SetAside(options, "leftover", now);
                return Create(options, now, StoreOpeningKind.Created, null, salvageFrom: null);
            }
            var (session, refused) = TryExisting(options, now, look);
            if (session is not null) return session;
            var aside = SetAside(options, refused!.Label, now);
            return Create(options, now, StoreOpeningKind.SetAside, $"{refused.Explanation}; kept as {Path.GetFileName(aside)}",
                refused.Label == Damaged ? aside : null);
        }
        catch (SqliteException e)
        {
            throw new StoreUnavailableException($"{options.DatabaseFile}: {e.Message}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StoreUnavailableException($"{options.Folder}: {e.Message}", e);
        }
    }

    private const string Damaged = "damaged";

    private sealed record Refusal(string Label, string Explanation);

    private static (StoreSession? Session, Refusal? Refused) TryExisting(SqliteGateStoreOptions options, DateTimeOffset now, Inspection look)
    {
        StoreConnection? write = null;
        try
        {
            write = StoreConnection.Open(options.DatabaseFile, options.Durability);
            if (look == Inspection.Thorough && write.Scalar("pragma quick_check(1)") as string is var found and not "ok")
            {
                return Refuse(write, Damaged, $"the database is damaged ({found})");
            }
            if (StoreSchema.BringUp(write) is { } foreign) return Refuse(write, "foreign", $"the file is {foreign}");
            // Created by us but killed before the gate's name was written: nothing is in it yet.
            var owner = Settings.Text(write, Settings.GateId);
            if (owner is not null && owner != options.GateId.ToString("D")) return Refuse(write, "foreign", "the database is another gate's");
            return (Complete(options, write, now), null);
        }
        catch (SqliteException e) when (SqliteFaults.IsDamage(e))
        {
            return Refuse(write, Damaged, $"the database is damaged ({e.Message})");
        }
        catch (Exception e) when (e is InvalidCastException or FormatException or ArgumentException or OverflowException)
        {
            return Refuse(write, Damaged, $"the database holds values of the wrong kind ({e.GetType().Name})");
        }
        catch
        {
            write?.Dispose();
            throw;
        }
    }

    private static (StoreSession?, Refusal?) Refuse(StoreConnection? opened, string label, string explanation)
    {
        opened?.Dispose();
        return (null, new Refusal(label, explanation));
    }

    private static StoreSession Complete(SqliteGateStoreOptions options, StoreConnection write, DateTimeOffset now)
    {
        var machine = options.Machine ?? MachineIdentity.Read();
        var streams = Streams(write);
        var why = streams.Count == 0 ? "the database was empty" : WentBack(options, write, streams[^1], machine);
        if (why is null) return Assemble(options, write, streams, new StoreOpening(StoreOpeningKind.Continued, null));
        BeginStream(options, write, now, why, machine);
        return Assemble(options, write, Streams(write), new StoreOpening(StoreOpeningKind.Restored, why));
    }

    /// <summary>Why this database is not the newest state of this gate's log; null when it is.</summary>
    private static string? WentBack(SqliteGateStoreOptions options, StoreConnection write, (long Number, Guid Incarnation) current, string machine)
    {
        var last = EventLog.LastSequence(write, current.Number);
        return HighWaterMark.Read(options.Mark) switch
        {
            null => "the mark beside the database is missing: the database may be a copy",
            { } mark when mark.Incarnation != current.Incarnation => "the mark beside the database is of another incarnation",
            { } mark when mark.Sequence > last =>
                string.Create(CultureInfo.InvariantCulture, $"the database ends at {last} but had reached {mark.Sequence}: it was rolled back"),
            _ => Settings.Text(write, Settings.Machine) == machine ? null : "the database came from another computer",
        };
    }

    private static StoreSession Create(SqliteGateStoreOptions options, DateTimeOffset now, StoreOpeningKind kind, string? explanation, string? salvageFrom)
    {
        var write = StoreConnection.Open(options.DatabaseFile, options.Durability);
        try
        {
            if (StoreSchema.BringUp(write) is { } wrong) throw new InvalidOperationException($"A new database is {wrong}.");
            var saved = salvageFrom is null ? 0 : Salvage.Waiting(salvageFrom, write, options.GateId);
            if (saved > 0) explanation += string.Create(CultureInfo.InvariantCulture, $"; {saved} unsent events were saved from it");
            BeginStream(options, write, now, explanation ?? "created", options.Machine ?? MachineIdentity.Read());
            return Assemble(options, write, Streams(write), new StoreOpening(kind, explanation));
        }
        catch
        {
            write.Dispose();
            throw;
        }
    }

    /// <summary>Begins an incarnation, and with it the mark.</summary>
    public static void BeginStream(SqliteGateStoreOptions options, StoreConnection write, DateTimeOffset now, string cause, string machine)
    {
        var incarnation = Guid.CreateVersion7(now);
        write.InTransaction(() =>
        {
            write.Run("insert into stream (number, incarnation, begun_at, cause) values ((select coalesce(max(number), 0) + 1 from stream), @1, @2, @3)",
                EventLog.Key(incarnation), now.UtcTicks - DateTimeOffset.UnixEpoch.Ticks, cause);
            Settings.Put(write, Settings.GateId, options.GateId.ToString("D"));
            Settings.Put(write, Settings.Machine, machine);
        });
        new HighWaterMark(incarnation, 0).TryWrite(options.Mark);
    }

    public static IReadOnlyList<(long Number, Guid Incarnation)> Streams(StoreConnection connection)
    {
        var streams = new List<(long, Guid)>();
        using var rows = connection.Rows("select number, incarnation from stream order by number");
        while (rows.Read())
        {
            // A gate restored once a day would need 2,700 years to get there; beyond it positions would overflow.
            if (rows.GetInt64(0) is not (var number and > 0 and < 1_000_000)) throw new FormatException("A stream's number is out of range.");
            streams.Add((number, new Guid(rows.GetFieldValue<byte[]>(1), bigEndian: true)));
        }
        return streams;
    }

    private static StoreSession Assemble(SqliteGateStoreOptions options, StoreConnection write,
        IReadOnlyList<(long Number, Guid Incarnation)> streams, StoreOpening opening)
    {
        var others = new List<StoreConnection>();
        try
        {
            for (var i = 0; i < 3; i++) others.Add(StoreConnection.Open(options.DatabaseFile, options.Durability));
            return new StoreSession(write, others[0], others[1], others[2])
            {
                Opening = opening,
                Streams = streams,
                LastSequence = EventLog.LastSequence(write, streams[^1].Number),
                Waiting = (int)(write.Scalar("select count(*) from outbox") as long? ?? 0),
                RememberedCodes = CodeMemory.Count(write),
                RosterTable = Settings.Text(write, Settings.RosterTable) == RosterTables.B ? RosterTables.B : RosterTables.A,
                Roster = StoreSession.ReadRoster(write),
                Policy = ReadPolicy(write),
            };
        }
        catch
        {
            foreach (var other in others) other.Dispose();
            throw;
        }
    }

    /// <summary>Null, which denies, when it cannot be read: the next sync brings it again.</summary>
    private static GatePolicy? ReadPolicy(StoreConnection connection)
    {
        if (connection.Scalar("select body from policy") is not byte[] body) return null;
        try
        {
            return JsonSerializer.Deserialize(body, ContractsJson.Default.GatePolicy);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Renames the database and what belongs to it. Returns the new name.</summary>
    private static string SetAside(SqliteGateStoreOptions options, string label, DateTimeOffset now)
    {
        var stem = Path.Combine(options.Folder, string.Create(CultureInfo.InvariantCulture, $"gate-{now.UtcDateTime:yyyyMMdd'T'HHmmssfff}.{label}.db"));
        foreach (var part in (string[])["", "-wal", "-shm"])
        {
            if (File.Exists(options.DatabaseFile + part)) File.Move(options.DatabaseFile + part, stem + part, overwrite: true);
        }
        var kept = Directory.GetFiles(options.Folder, "gate-*.db").OrderDescending(StringComparer.Ordinal).ToArray();
        foreach (var old in kept.Skip(KeepSetAside).SelectMany(file => (string[])[file, file + "-wal", file + "-shm"])) File.Delete(old);
        return stem;
    }
}

/// <summary>How closely an existing file is looked at.</summary>
internal enum Inspection
{
    /// <summary>Header, schema and the newest rows: a fraction of a second, at every start.</summary>
    Quick,
    /// <summary>Every page, after the file gave reason to doubt it.</summary>
    Thorough,
}
