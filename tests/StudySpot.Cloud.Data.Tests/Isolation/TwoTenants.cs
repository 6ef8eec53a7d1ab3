using Npgsql;

namespace StudySpot.Cloud.Data.Tests.Isolation;

/// <summary>
/// One row of each of two tenants in every tenant table, made from the catalogue and put there by the superuser.
/// </summary>
public sealed class TwoTenants
{
    /// <summary>Columns whose checks want a certain word. A new table with such a check is added here.</summary>
    private static readonly Dictionary<(string Table, string Column), string> Words = new()
    {
        [("member", "status")] = "'active'",
        [("account", "role")] = "'owner'",
        [("gate_claim", "code_hash")] = "decode(repeat('01', 32), 'hex')",
        [("face_consent", "given_by")] = "'member'",
        [("face_consent", "notice_sha256")] = "decode(repeat('01', 32), 'hex')",
        [("face_gate", "encryption_key")] = "decode(repeat('01', 32), 'hex')",
        [("face_gate", "signing_key")] = "decode(repeat('01', 32), 'hex')",
        [("face_template", "ciphertext")] = "decode('01', 'hex')",
        [("face_sealed_key", "box")] = "decode(repeat('01', 80), 'hex')",
        [("session", "closed_by")] = "null",
    };

    private readonly Dictionary<(string Table, Guid Tenant), Dictionary<string, string>> _rows = [];

    public Guid Mine { get; } = MigratedDatabase.NewId();
    public Guid Other { get; } = MigratedDatabase.NewId();
    public List<string> Tables { get; private set; } = [];

    public static async Task<TwoTenants> CreateAsync(MigratedDatabase database)
    {
        ArgumentNullException.ThrowIfNull(database);
        var tenants = new TwoTenants { Tables = await Catalogue.TenantTablesAsync(database.Superuser) };
        await using var connection = await database.Superuser.OpenConnectionAsync();
        // Foreign keys are not checked while the rows are made: they are made one table after the other.
        await Execute(connection, "set session_replication_role = replica");
        foreach (var table in tenants.Tables)
        {
            var columns = await Catalogue.ColumnsAsync(database.Superuser, table);
            foreach (var tenant in new[] { tenants.Mine, tenants.Other })
            {
                var row = RowOf(table, columns, tenant);
                tenants._rows[(table, tenant)] = row;
                await Execute(connection, InsertOf(table, row));
            }
        }
        return tenants;
    }

    /// <summary>A row that may be inserted: every not-null column filled, with other ids than the row that is there.</summary>
    public static Dictionary<string, string> RowOf(string table, List<Column> columns, Guid tenant)
    {
        ArgumentNullException.ThrowIfNull(columns);
        var monthOfPartition = table.StartsWith("event_2", StringComparison.Ordinal) ? $"'{table[6..10]}-{table[11..]}-15'" : "'2001-01-15'";
        return columns.Where(c => c.NotNull || Words.ContainsKey((table, c.Name))).ToDictionary(c => c.Name, c => c.Name == "tenant_id" ? $"'{tenant}'"
            : Words.TryGetValue((table, c.Name), out var word) ? word
            : c.Type switch
            {
                "uuid" => $"'{MigratedDatabase.NewId()}'",
                "text" => $"'x{MigratedDatabase.NewId():n}'",
                "timestamp with time zone" => monthOfPartition,
                "date" => "'2026-11-23'",
                "bigint" or "integer" or "smallint" => "1",
                "boolean" => "true",
                "bytea" => $"'\\x{MigratedDatabase.NewId():n}'",
                "jsonb" => "'[]'",
                "uuid[]" or "int8multirange" => "'{}'",
                _ => throw new InvalidOperationException($"{table}.{c.Name} is a {c.Type}: say here what a value of it looks like."),
            });
    }

    public Dictionary<string, string> Row(string table, Guid tenant) => _rows[(table, tenant)];

    public static string InsertOf(string table, Dictionary<string, string> row)
    {
        ArgumentNullException.ThrowIfNull(row);
        return $"insert into {table} ({string.Join(", ", row.Keys)}) values ({string.Join(", ", row.Values)})";
    }

    /// <summary>Runs one statement as a role within a tenant (null: none), and rolls it back.</summary>
    /// <returns>The rows it touched or returned, or the SQLSTATE of its refusal.</returns>
    public static async Task<(long Rows, string? Refused)> TryAsync(NpgsqlDataSource role, Guid? tenant, string sql)
    {
        ArgumentNullException.ThrowIfNull(role);
        await using var connection = await role.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        try
        {
            if (tenant is { } id) await Execute(connection, $"select set_config('studyspot.tenant', '{id}', true)");
            await using var command = new NpgsqlCommand(sql, connection, transaction);
            if (!sql.StartsWith("select", StringComparison.Ordinal)) return (await command.ExecuteNonQueryAsync(), null);
            return ((long)(await command.ExecuteScalarAsync())!, null);
        }
        catch (PostgresException e)
        {
            return (0, e.SqlState);
        }
    }

    private static async Task Execute(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}
