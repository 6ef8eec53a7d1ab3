using System.Globalization;
using Microsoft.Data.Sqlite;

namespace StudySpot.Edge.Storage;

/// <summary>Versions of the gate's database; they only go forward. The number is kept in <c>user_version</c>.</summary>
internal static class StoreSchema
{
    /// <summary>"SSGT": tells a gate's database from any other SQLite file.</summary>
    private const int ApplicationId = 0x53534754;

    private static readonly string[] Steps =
    [
        // 1. A position is stream * 2^40 + sequence: one integer key, so that appending always touches the last page only.
        //    Times are 100 ns since 1970. Two roster tables: one is asked while the other is filled.
        """
        create table setting (name text primary key, value) without rowid;
        create table stream (number integer primary key, incarnation blob not null unique, begun_at integer not null, cause text not null);
        create table event (position integer primary key, id blob not null, at integer not null, body blob not null);
        create table outbox (position integer primary key);
        create table used_code (credential blob not null, nonce blob not null, keep_until integer not null, primary key (credential, nonce)) without rowid;
        create table refused_code (credential blob primary key, code_time integer not null, off_by integer not null, at integer not null) without rowid;
        create table policy (only_one integer primary key check (only_one = 1), version integer not null, body blob not null, document blob not null);
        create table roster_a (credential blob primary key, member blob not null, suite integer not null, public_key blob not null, not_before integer not null, not_after integer not null, revoked integer not null, status integer not null, valid_through integer, halls blob not null, hours blob not null) without rowid;
        create table roster_b (credential blob primary key, member blob not null, suite integer not null, public_key blob not null, not_before integer not null, not_after integer not null, revoked integer not null, status integer not null, valid_through integer, halls blob not null, hours blob not null) without rowid;
        """,
        // 2. A consent is its id and, for a guardian's, one more byte. Few members have one, and only they are looked up by member.
        """
        alter table roster_a add column face_consent blob;
        alter table roster_a add column minor integer not null default 0;
        alter table roster_b add column face_consent blob;
        alter table roster_b add column minor integer not null default 0;
        create index roster_a_face on roster_a (member) where face_consent is not null;
        create index roster_b_face on roster_b (member) where face_consent is not null;
        """,
    ];

    private static readonly Lazy<string> Expected = new(() =>
    {
        using var fresh = StoreConnection.InMemory();
        foreach (var step in Steps) fresh.Script(step);
        return Shape(fresh);
    });

    public static int Latest => Steps.Length;

    /// <summary>Brings a database up to <see cref="Latest"/>.</summary>
    /// <returns>Null when it is ours and whole; otherwise why it must be set aside.</returns>
    /// <exception cref="SqliteException">It cannot be read or written.</exception>
    public static string? BringUp(StoreConnection connection)
    {
        var version = Number(connection, "pragma user_version");
        var application = Number(connection, "pragma application_id");
        var objects = Number(connection, "select count(*) from sqlite_schema");
        if (objects > 0 && application != ApplicationId) return "not a gate's database";
        if (version > Steps.Length || version < 0) return $"written by newer software (schema {version})";
        if (version < Steps.Length)
        {
            connection.InTransaction(() =>
            {
                for (var i = (int)version; i < Steps.Length; i++) connection.Script(Steps[i]);
                connection.Script(string.Create(CultureInfo.InvariantCulture, $"pragma application_id = {ApplicationId}; pragma user_version = {Steps.Length};"));
            });
        }
        // A trigger or a changed table in a file that somebody prepared must not run or mislead.
        return Shape(connection) == Expected.Value ? null : "its tables are not ours";
    }

    private static long Number(StoreConnection connection, string sql) => connection.Scalar(sql) is long value ? value : -1;

    private static string Shape(StoreConnection connection)
    {
        using var rows = connection.Rows("select type, name, sql from sqlite_schema where sql is not null order by name");
        var shape = new List<string>();
        while (rows.Read()) shape.Add($"{rows.GetString(0)} {rows.GetString(1)} {rows.GetString(2)}");
        return string.Join('\n', shape);
    }
}
