using NodaTime;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Storage;

/// <summary>What was presented before: accepted codes until they could no longer be valid, and the last refusal for time of each credential.</summary>
internal static class CodeMemory
{
    /// <summary>How long a refusal for time can explain the next one (docs/decision.md, Time).</summary>
    private static readonly Duration RefusalCounts = Duration.FromMinutes(10);

    public static void Remember(StoreConnection connection, UsedNonce used) => connection.Run(
        """
        insert into used_code (credential, nonce, keep_until) values (@1, @2, @3)
        on conflict do update set keep_until = max(keep_until, excluded.keep_until)
        """, EventLog.Key(used.Credential.Value), used.Nonce.ToArray(), used.KeepUntil.ToUnixTimeTicks());

    public static void Remember(StoreConnection connection, RefusedForTime refused) => connection.Run(
        "insert or replace into refused_code (credential, code_time, off_by, at) values (@1, @2, @3, @4)",
        EventLog.Key(refused.Credential.Value), refused.CodeTime.ToUnixTimeTicks(), refused.Offset.BclCompatibleTicks, refused.At.ToUnixTimeTicks());

    public static ReplayMemory Recall(StoreConnection connection, byte[] credential, ReadOnlySpan<byte> nonce, Instant now)
    {
        var seen = connection.Scalar("select 1 from used_code where credential = @1 and nonce = @2", credential, nonce.ToArray()) is not null;
        using var rows = connection.Rows("select code_time, off_by, at from refused_code where credential = @1", credential);
        if (!rows.Read()) return new ReplayMemory(seen, null, null);
        try
        {
            var since = now - Instant.FromUnixTimeTicks(rows.GetInt64(2));
            return since >= Duration.Zero && since <= RefusalCounts
                ? new ReplayMemory(seen, Instant.FromUnixTimeTicks(rows.GetInt64(0)), Duration.FromTicks(rows.GetInt64(1)))
                : new ReplayMemory(seen, null, null);
        }
        catch (Exception e) when (e is InvalidCastException or ArgumentException or OverflowException)
        {
            // A damaged row explains nothing; it only ever changed the wording of a refusal.
            return new ReplayMemory(seen, null, null);
        }
    }

    public static long Count(StoreConnection connection) => connection.Scalar("select count(*) from used_code") is long count ? count : 0;

    /// <summary>Forgets what can no longer matter.</summary>
    public static int Purge(StoreConnection connection, Instant now) =>
        connection.Run("delete from used_code where keep_until < @1", now.ToUnixTimeTicks())
        + connection.Run("delete from refused_code where at < @1 or at > @2", (now - RefusalCounts).ToUnixTimeTicks(), (now + RefusalCounts).ToUnixTimeTicks());

    /// <summary>Keeps the codes that stay valid longest.</summary>
    public static int Trim(StoreConnection connection, int keep) => connection.Run(
        """
        delete from used_code where (credential, nonce) in (
            select credential, nonce from used_code order by keep_until desc limit -1 offset @1)
        """, keep);
}
