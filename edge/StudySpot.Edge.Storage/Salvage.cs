using Microsoft.Data.Sqlite;

namespace StudySpot.Edge.Storage;

/// <summary>Saves what the cloud has not seen yet from a damaged database.</summary>
internal static class Salvage
{
    private const int Slice = 500;

    /// <summary>Copies unsent events, under their own incarnations, until the first unreadable page.</summary>
    /// <returns>How many were saved.</returns>
    /// <exception cref="SqliteException">The new database could not be written.</exception>
    public static int Waiting(string damagedFile, StoreConnection to, Guid gateId)
    {
        if (Attempt(() => StoreConnection.OpenToSalvage(damagedFile)) is not { } damaged) return 0;
        using (damaged)
        {
            // Unsent events of a file that does not say whose it is would be sent as ours.
            if (Attempt(() => Settings.Text(damaged, Settings.GateId)) != gateId.ToString("D")) return 0;
            if (Attempt(() => StoreOpener.Streams(damaged)) is not { } found) return 0;
            var streams = found.DistinctBy(stream => stream.Incarnation).ToArray();
            var known = streams.Select(stream => stream.Number).ToHashSet();
            to.InTransaction(() =>
            {
                foreach (var (number, incarnation) in streams)
                {
                    to.Run("insert into stream (number, incarnation, begun_at, cause) values (@1, @2, 0, 'salvaged')", number, EventLog.Key(incarnation));
                }
            });
            var saved = 0;
            var after = -1L;
            while (Attempt(() => ReadSlice(damaged, after)) is { Count: > 0 } rows)
            {
                to.InTransaction(() =>
                {
                    foreach (var (position, id, at, body) in rows)
                    {
                        if (!known.Contains(Positions.Stream(position))) continue;
                        to.Run("insert into event (position, id, at, body) values (@1, @2, @3, @4)", position, id, at, body);
                        to.Run("insert into outbox (position) values (@1)", position);
                    }
                });
                saved += rows.Count(row => known.Contains(Positions.Stream(row.Position)));
                after = rows[^1].Position;
            }
            return saved;
        }
    }

    private static List<(long Position, byte[] Id, long At, byte[] Body)> ReadSlice(StoreConnection damaged, long after)
    {
        var slice = new List<(long, byte[], long, byte[])>();
        try
        {
            using var rows = damaged.Rows(
                "select e.position, e.id, e.at, e.body from outbox o join event e on e.position = o.position where o.position > @1 order by o.position limit @2",
                after, (long)Slice);
            while (rows.Read()) slice.Add((rows.GetInt64(0), rows.GetFieldValue<byte[]>(1), rows.GetInt64(2), rows.GetFieldValue<byte[]>(3)));
        }
        catch (Exception e) when (e is SqliteException or InvalidCastException)
        {
            // What was read before the damaged page is worth keeping.
        }
        return slice;
    }

    private static T? Attempt<T>(Func<T> read) where T : class?
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is SqliteException or InvalidCastException or ArgumentException or FormatException)
        {
            return null;
        }
    }
}
