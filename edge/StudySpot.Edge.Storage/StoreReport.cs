using System.Text.Json;
using Microsoft.Data.Sqlite;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Storage;

/// <summary>What state a store's files are in.</summary>
public enum StoreCondition
{
    /// <summary>There is no database yet.</summary>
    Missing,
    Good,
    /// <summary>Another gate's database, or none of ours.</summary>
    Foreign,
    Damaged,
    /// <summary>The disk or the rights of the files do not let us look.</summary>
    Unreadable,
}

/// <summary>A look at a store from outside, without its lock: it changes nothing and does not disturb a gate that runs.</summary>
public sealed record StoreReport
{
    public required StoreCondition Condition { get; init; }

    /// <summary>For people, for every condition but good; names files, never persons.</summary>
    public string? Explanation { get; init; }

    public Guid? Incarnation { get; init; }

    public OutboxState Outbox { get; init; }

    public RosterState? Roster { get; init; }

    public GatePolicy? Policy { get; init; }

    /// <summary>The newest decisions, newest first.</summary>
    public IReadOnlyList<GateEvent> Decisions { get; init; } = [];

    /// <summary>How far back decisions are looked for: a day of faults must not make a look slow.</summary>
    private const int LookBack = 500;

    /// <summary>Reads the database in a folder.</summary>
    /// <param name="thorough">Looks at every page, which takes seconds for a large log.</param>
    public static StoreReport Read(string folder, Guid gateId, int decisions, bool thorough)
    {
        var options = new SqliteGateStoreOptions { Folder = folder, GateId = gateId };
        if (!File.Exists(options.DatabaseFile)) return Bad(StoreCondition.Missing, $"{options.DatabaseFile} does not exist yet");
        try
        {
            using var connection = StoreConnection.OpenToLook(options.DatabaseFile);
            if (thorough && connection.Scalar("pragma quick_check(1)") is string found and not "ok") return Bad(StoreCondition.Damaged, $"{options.DatabaseFile}: {found}");
            if (Settings.Text(connection, Settings.GateId) is { } owner && owner != gateId.ToString("D")) return Bad(StoreCondition.Foreign, $"{options.DatabaseFile} is another gate's");
            return Look(connection, decisions);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == SqliteFaults.SqlError)
        {
            return Bad(StoreCondition.Foreign, $"{options.DatabaseFile} is not a gate's database");
        }
        catch (SqliteException e)
        {
            return Bad(SqliteFaults.IsDamage(e) ? StoreCondition.Damaged : StoreCondition.Unreadable, $"{options.DatabaseFile}: {e.Message}");
        }
        catch (Exception e) when (e is InvalidCastException or FormatException or ArgumentException or OverflowException or JsonException)
        {
            return Bad(StoreCondition.Damaged, $"{options.DatabaseFile} holds a value of the wrong kind");
        }
    }

    /// <summary>True when a gate process has the folder. Takes no lock that would keep one from starting.</summary>
    public static bool IsInUse(string folder)
    {
        var file = new SqliteGateStoreOptions { Folder = folder, GateId = Guid.Empty }.LockFile;
        try
        {
            // Shared: a gate that starts at this moment is refused, but none that runs is disturbed.
            using var probe = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
            return false;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (DirectoryNotFoundException)
        {
            return false;
        }
        catch (IOException e)
        {
            return e.HResult == ProcessLock.HeldByAnother;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static StoreReport Look(StoreConnection connection, int decisions)
    {
        var streams = StoreOpener.Streams(connection);
        var last = streams.Count == 0 ? 0 : EventLog.LastSequence(connection, streams[^1].Number);
        var rows = connection.Scalar("select count(*) from outbox") is long count ? (int)count : 0;
        return new StoreReport
        {
            Condition = StoreCondition.Good,
            Incarnation = streams.Count == 0 ? null : streams[^1].Incarnation,
            Outbox = new OutboxState(rows, EventLog.OldestWaiting(connection), last),
            Roster = StoreSession.ReadRoster(connection),
            Policy = connection.Scalar("select body from policy") is byte[] body ? JsonSerializer.Deserialize(body, ContractsJson.Default.GatePolicy) : null,
            Decisions = streams.Count == 0 ? [] : [.. EventLog.ReadLog(connection, streams[^1].Number, Math.Max(1, last - LookBack), last, LookBack + 1)
                .Where(one => one.Kind == EventKinds.Decision).Reverse().Take(decisions)],
        };
    }

    private static StoreReport Bad(StoreCondition condition, string explanation) => new() { Condition = condition, Explanation = explanation };
}
