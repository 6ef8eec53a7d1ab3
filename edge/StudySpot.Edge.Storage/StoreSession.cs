using NodaTime;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Storage;

/// <summary>
/// An opened database: one connection to write, one each for decisions, for sync and for checkpoints, so that none waits
/// for another. What is cached here is changed under the write lock, after the commit.
/// </summary>
internal sealed class StoreSession(StoreConnection write, StoreConnection find, StoreConnection read, StoreConnection upkeep) : IDisposable
{
    public StoreConnection Write => write;

    public StoreConnection Find => find;

    public StoreConnection Read => read;

    public StoreConnection Upkeep => upkeep;

    public required StoreOpening Opening { get; init; }

    /// <summary>Number and incarnation of every stream of this database, oldest first; the last is the current one.</summary>
    public required IReadOnlyList<(long Number, Guid Incarnation)> Streams { get; set; }

    public required long LastSequence { get; set; }

    public required int Waiting { get; set; }

    public required long RememberedCodes { get; set; }

    /// <summary>The table that is asked now.</summary>
    public required string RosterTable { get; set; }

    public required RosterState? Roster { get; set; }

    public required GatePolicy? Policy { get; set; }

    /// <summary>Set when a commit failed: what the file holds must be read again before the next sequence is given.</summary>
    public bool Unsettled { get; set; }

    public long Stream => Streams[^1].Number;

    public Guid Incarnation => Streams[^1].Incarnation;

    /// <summary>Null when this database never had that incarnation.</summary>
    public long? NumberOf(Guid incarnation)
    {
        foreach (var (number, known) in Streams)
        {
            if (known == incarnation) return number;
        }
        return null;
    }

    public void Dispose()
    {
        upkeep.Dispose();
        read.Dispose();
        find.Dispose();
        write.Dispose();
    }

    public static RosterState? ReadRoster(StoreConnection connection) =>
        Settings.Number(connection, Settings.RosterVersion) is { } version && Settings.Number(connection, Settings.RosterIssuedAt) is { } issued
            ? new RosterState(version, Instant.FromUnixTimeTicks(issued))
            : null;
}
