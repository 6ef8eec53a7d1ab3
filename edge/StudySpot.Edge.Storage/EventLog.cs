using System.Text.Json;
using Microsoft.Data.Sqlite;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Storage;

/// <summary>Event and outbox tables. Every method runs on the connection it is given, under that connection's lock.</summary>
internal static class EventLog
{
    public static void Write(StoreConnection connection, long position, GateEvent numbered)
    {
        connection.Run("insert into event (position, id, at, body) values (@1, @2, @3, @4)",
            position, Key(numbered.Id), numbered.At.UtcTicks - DateTimeOffset.UnixEpoch.Ticks,
            JsonSerializer.SerializeToUtf8Bytes(numbered, ContractsJson.Default.GateEvent));
        connection.Run("insert into outbox (position) values (@1)", position);
    }

    /// <summary>Highest sequence of a stream; 0 when it is empty.</summary>
    public static long LastSequence(StoreConnection connection, long stream) => connection.Scalar(
        "select position from event where position between @1 and @2 order by position desc limit 1",
        Positions.Of(stream, 0), Positions.Of(stream, Positions.MaxSequence)) is long last ? Positions.Sequence(last) : 0;

    public static List<GateEvent> ReadOutbox(StoreConnection connection, long stream, long from, int limit) => Read(connection,
        "select e.position, e.id, e.at, e.body from outbox o join event e on e.position = o.position where o.position between @1 and @2 order by o.position limit @3",
        stream, from, Positions.MaxSequence, limit);

    public static List<GateEvent> ReadLog(StoreConnection connection, long stream, long from, long to, int limit) => Read(connection,
        "select position, id, at, body from event where position between @1 and @2 order by position limit @3", stream, from, to, limit);

    public static int Acknowledge(StoreConnection connection, long stream, long through) => connection.Run(
        "delete from outbox where position between @1 and @2", Positions.Of(stream, 0), Positions.Of(stream, through));

    /// <summary>Time of the oldest waiting event; null when nothing waits.</summary>
    public static DateTimeOffset? OldestWaiting(StoreConnection connection) => connection.Scalar(
        "select e.at from outbox o join event e on e.position = o.position order by o.position limit 1") is long at ? Time(at) : null;

    /// <summary>Deletes one slice of acknowledged events outside the window; never the newest, which carries the sequence.</summary>
    /// <returns>How many went.</returns>
    public static int Purge(StoreConnection connection, DateTimeOffset before, DateTimeOffset after, int slice) => connection.Run(
        """
        delete from event where position in (
            select position from (select position, at from event order by position limit @3)
            where (at < @1 or at > @2)
              and position < (select max(position) from event)
              and position < coalesce((select min(position) from outbox), (select max(position) from event)))
        """, Ticks(before), Ticks(after), slice);

    /// <summary>Time of the newest event; null in an empty log.</summary>
    public static DateTimeOffset? NewestAt(StoreConnection connection) =>
        connection.Scalar("select at from event order by position desc limit 1") is long at ? Time(at) : null;

    public static byte[] Key(Guid id) => id.ToByteArray(bigEndian: true);

    private static List<GateEvent> Read(StoreConnection connection, string sql, long stream, long from, long to, int limit)
    {
        var events = new List<GateEvent>();
        if (limit <= 0 || to < from || from > Positions.MaxSequence) return events;
        using var rows = connection.Rows(sql, Positions.Of(stream, from), Positions.Of(stream, to), limit);
        while (rows.Read()) events.Add(ReadRow(rows));
        return events;
    }

    private static GateEvent ReadRow(SqliteDataReader row)
    {
        var position = row.GetInt64(0);
        var sequence = Positions.Sequence(position);
        try
        {
            var read = JsonSerializer.Deserialize(row.GetFieldValue<byte[]>(3), ContractsJson.Default.GateEvent);
            if (read is not null && read.Sequence == sequence && read.Kind is not null) return read;
        }
        catch (Exception e) when (e is JsonException or FormatException or InvalidOperationException or InvalidCastException or NotSupportedException)
        {
            // Falls through: one damaged row must not hold back everything behind it.
        }
        return Unreadable(row, sequence);
    }

    /// <summary>Stands in for a row whose body is damaged, so that the sequence stays gapless and the cloud learns of it.</summary>
    private static GateEvent Unreadable(SqliteDataReader row, long sequence) => new()
    {
        Id = row.GetValue(1) is byte[] { Length: 16 } id ? new Guid(id, bigEndian: true) : Guid.Empty,
        Sequence = sequence,
        Kind = EventKinds.Fault,
        At = row.GetValue(2) is long at ? Time(at) : DateTimeOffset.UnixEpoch,
        BootId = Guid.Empty,
        MonotonicMs = 0,
        ClockQuality = "unknown",
        Detail = JsonDocument.Parse("""{"part":"storage","cause":"event_unreadable"}""").RootElement,
    };

    private static long Ticks(DateTimeOffset time) => time.UtcTicks - DateTimeOffset.UnixEpoch.Ticks;

    private static DateTimeOffset Time(long ticks) => DateTimeOffset.UnixEpoch.AddTicks(
        Math.Clamp(ticks, -DateTimeOffset.UnixEpoch.Ticks, DateTimeOffset.MaxValue.Ticks - DateTimeOffset.UnixEpoch.Ticks));
}
