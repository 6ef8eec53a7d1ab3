using Dapper;
using Npgsql;

namespace StudySpot.Cloud.Data.Tests.Isolation;

/// <summary>A column as the catalogue has it.</summary>
public sealed record Column(string Name, string Type, bool NotNull);

/// <summary>A foreign key: its columns and those it points at, in order.</summary>
public sealed record ForeignKey(string Name, string Table, string[] Columns, string Target, string[] TargetColumns);

/// <summary>What the database itself says about its tables. New tables are found without anybody adding them here.</summary>
public static class Catalogue
{
    /// <summary>Read before a tenant is known; the reason stands in the migration. Nothing else may be in this list without one.</summary>
    public static readonly string[] Directories = ["tenant_directory", "device_directory", "claim_directory"];

    /// <summary>No tenant at all.</summary>
    public static readonly string[] TenantFree = ["schema_migration", "set_aside_message", "sign_in_attempt"];

    public static async Task<List<string>> TenantTablesAsync(NpgsqlDataSource source)
    {
        await using var connection = await source.OpenConnectionAsync();
        return (await connection.QueryAsync<string>(
            """
            select c.relname::text from pg_class c
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'f', 'm', 'v')
              and exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped)
              and c.relname <> all (@Directories)
            order by 1
            """, new { Directories })).AsList();
    }

    public static async Task<List<Column>> ColumnsAsync(NpgsqlDataSource source, string table)
    {
        await using var connection = await source.OpenConnectionAsync();
        return (await connection.QueryAsync<(string, string, bool)>(
            """
            select attname::text, format_type(atttypid, atttypmod), attnotnull from pg_attribute
            where attrelid = to_regclass(@table) and attnum > 0 and not attisdropped order by attnum
            """, new { table })).Select(c => new Column(c.Item1, c.Item2, c.Item3)).ToList();
    }

    public static async Task<List<ForeignKey>> ForeignKeysAsync(NpgsqlDataSource source)
    {
        await using var connection = await source.OpenConnectionAsync();
        return (await connection.QueryAsync<(string, string, string[], string, string[])>(
            """
            select conname::text, conrelid::regclass::text,
                array(select a.attname::text from unnest(conkey) with ordinality k (n, i) join pg_attribute a on a.attrelid = conrelid and a.attnum = k.n order by i),
                confrelid::regclass::text,
                array(select a.attname::text from unnest(confkey) with ordinality k (n, i) join pg_attribute a on a.attrelid = confrelid and a.attnum = k.n order by i)
            from pg_constraint where contype = 'f' and connamespace = 'public'::regnamespace order by 2, 1
            """)).Select(f => new ForeignKey(f.Item1, f.Item2, f.Item3, f.Item4, f.Item5)).ToList();
    }
}
