using System.Buffers.Binary;
using Microsoft.Data.Sqlite;
using NodaTime;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Mapping;

namespace StudySpot.Edge.Storage;

/// <summary>Rows of the two roster tables, of which one is asked while the other is filled.</summary>
internal static class RosterTables
{
    public const string A = "roster_a";
    public const string B = "roster_b";

    private static readonly LocalDate Epoch = new(1970, 1, 1);
    private static readonly string PutA = PutSql(A);
    private static readonly string PutB = PutSql(B);
    private static readonly string FindA = FindSql(A);
    private static readonly string FindB = FindSql(B);

    private static readonly string ConsentingA = ConsentingSql(A);
    private static readonly string ConsentingB = ConsentingSql(B);

    public static string Other(string table) => table == A ? B : A;

    public static void Put(StoreConnection connection, string table, RosterEntry entry)
    {
        var (credential, member) = RosterMapping.ToKnown(entry);
        connection.Run(table == A ? PutA : PutB,
            EventLog.Key(credential.Id.Value), EventLog.Key(member.Id.Value), (long)credential.Suite, credential.PublicKey.ToArray(),
            credential.NotBefore.ToUnixTimeTicks(), credential.NotAfter.ToUnixTimeTicks(), credential.Revoked ? 1L : 0L, (long)member.Status,
            member.ValidThrough is { } day ? (long)Period.DaysBetween(Epoch, day) : null, Pack(member.Halls), Pack(member.Hours),
            Pack(member.FaceConsent), member.Minor ? 1L : 0L);
    }

    /// <summary>A member who consented to faces; null for others, and for a damaged row.</summary>
    public static KnownMember? FindConsenting(StoreConnection connection, string table, MemberId member, Instant now)
    {
        // One of the member's credentials; those that are not over all say the same of the member. One that is over gets no
        // more changes and may still tell of a consent that was withdrawn.
        using var rows = connection.Rows(table == A ? ConsentingA : ConsentingB, EventLog.Key(member.Value), now.ToUnixTimeTicks());
        if (!rows.Read()) return null;
        try
        {
            return Read(rows, default).Item2;
        }
        catch (Exception e) when (e is InvalidCastException or ArgumentException or OverflowException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Null when the credential is not in the table, or its row is damaged: an unknown credential is denied.</summary>
    public static (KnownCredential Credential, KnownMember Member)? Find(StoreConnection connection, string table, CredentialId id, byte[] key)
    {
        using var rows = connection.Rows(table == A ? FindA : FindB, key);
        if (!rows.Read()) return null;
        try
        {
            return Read(rows, id);
        }
        catch (Exception e) when (e is InvalidCastException or ArgumentException or OverflowException or FormatException)
        {
            return null;
        }
    }

    public static void Clear(StoreConnection connection, string table) => connection.Run($"delete from {table}");

    /// <summary>Copies the next slice, in key order, from one table to the other. False when there was nothing left.</summary>
    public static bool CopySlice(StoreConnection connection, string from, string to, int slice)
    {
        var last = connection.Scalar($"select max(credential) from {to}") as byte[] ?? [];
        return connection.Run($"insert into {to} select * from {from} where credential > @1 order by credential limit @2", last, (long)slice) > 0;
    }

    private static string PutSql(string table) =>
        $"insert or replace into {table} (credential, member, suite, public_key, not_before, not_after, revoked, status, valid_through, halls, hours, face_consent, minor) values (@1, @2, @3, @4, @5, @6, @7, @8, @9, @10, @11, @12, @13)";

    private const string Columns = "member, suite, public_key, not_before, not_after, revoked, status, valid_through, halls, hours, face_consent, minor";

    private static string FindSql(string table) => $"select {Columns} from {table} where credential = @1";

    private static string ConsentingSql(string table) => $"select {Columns} from {table} where member = @1 and face_consent is not null and not_after > @2 limit 1";

    private static (KnownCredential, KnownMember) Read(SqliteDataReader row, CredentialId id)
    {
        var member = new MemberId(new Guid(row.GetFieldValue<byte[]>(0), bigEndian: true));
        var credential = new KnownCredential(id, member, checked((byte)row.GetInt64(1)), row.GetFieldValue<byte[]>(2),
            Instant.FromUnixTimeTicks(row.GetInt64(3)), Instant.FromUnixTimeTicks(row.GetInt64(4)), row.GetInt64(5) != 0);
        // A status that is none of ours is not active, which is all the engine asks.
        var status = row.GetInt64(6) is var number and >= 0 and <= (long)MemberStatus.Active ? (MemberStatus)number : MemberStatus.Ended;
        LocalDate? validThrough = row.IsDBNull(7) ? null : Epoch.PlusDays(checked((int)row.GetInt64(7)));
        return (credential, new KnownMember(member, status, validThrough, UnpackHalls(row.GetFieldValue<byte[]>(8)), UnpackHours(row.GetFieldValue<byte[]>(9)))
        {
            FaceConsent = row.IsDBNull(10) ? null : UnpackConsent(row.GetFieldValue<byte[]>(10)),
            // Anything but a plain no is a minor, who needs a guardian's consent.
            Minor = row.GetInt64(11) != 0,
        });
    }

    private static byte[] Pack(IReadOnlyList<HallId> halls)
    {
        var packed = new byte[halls.Count * 16];
        for (var i = 0; i < halls.Count; i++) halls[i].Value.TryWriteBytes(packed.AsSpan(i * 16), bigEndian: true, out _);
        return packed;
    }

    private static HallId[] UnpackHalls(byte[] packed)
    {
        // Losing a hall could turn "some halls" into "all halls".
        if (packed.Length % 16 != 0) throw new FormatException("Halls are damaged.");
        var halls = new HallId[packed.Length / 16];
        for (var i = 0; i < halls.Length; i++) halls[i] = new HallId(new Guid(packed.AsSpan(i * 16, 16), bigEndian: true));
        return halls;
    }

    private static byte[]? Pack(FaceConsent? consent)
    {
        if (consent is not { } given) return null;
        var id = given.Id.ToByteArray(bigEndian: true);
        return given.ByGuardian ? [.. id, 1] : id;
    }

    private static FaceConsent UnpackConsent(byte[] packed) => new(new Guid(packed.AsSpan(0, 16), bigEndian: true), packed.Length > 16);

    private static byte[] Pack(IReadOnlyList<HoursWindow> hours)
    {
        var packed = new byte[hours.Count * 5];
        for (var i = 0; i < hours.Count; i++)
        {
            var at = packed.AsSpan(i * 5);
            at[0] = (byte)hours[i].Days;
            BinaryPrimitives.WriteUInt16BigEndian(at[1..], (ushort)hours[i].From);
            BinaryPrimitives.WriteUInt16BigEndian(at[3..], (ushort)hours[i].To);
        }
        return packed;
    }

    private static HoursWindow[] UnpackHours(byte[] packed)
    {
        if (packed.Length % 5 != 0) throw new FormatException("Hours are damaged.");
        var hours = new HoursWindow[packed.Length / 5];
        for (var i = 0; i < hours.Length; i++)
        {
            var at = packed.AsSpan(i * 5, 5);
            hours[i] = new HoursWindow(at[0], BinaryPrimitives.ReadUInt16BigEndian(at[1..]), BinaryPrimitives.ReadUInt16BigEndian(at[3..]));
        }
        return hours;
    }
}
