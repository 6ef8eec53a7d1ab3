namespace StudySpot.Edge.Storage;

/// <summary>Single values of the database.</summary>
internal static class Settings
{
    public const string GateId = "gate_id";
    public const string Machine = "machine";
    public const string RosterTable = "roster_table";
    public const string RosterVersion = "roster_version";
    public const string RosterIssuedAt = "roster_issued_at";
    public const string Probe = "probe";

    public static string? Text(StoreConnection connection, string name) => connection.Scalar("select value from setting where name = @1", name) as string;

    public static long? Number(StoreConnection connection, string name) => connection.Scalar("select value from setting where name = @1", name) as long?;

    public static void Put(StoreConnection connection, string name, object value) =>
        connection.Run("insert or replace into setting (name, value) values (@1, @2)", name, value);
}
