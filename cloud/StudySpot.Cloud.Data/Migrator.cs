using Dapper;
using Npgsql;

namespace StudySpot.Cloud.Data;

/// <summary>
/// Brings a database to this release's schema: forward only, each migration in its own transaction, one migrator at a time.
/// What was applied is remembered with its checksum; a changed or unknown one stops everything.
/// </summary>
public sealed class Migrator
{
    /// <summary>Any constant of our own: migrators of the same database wait for each other on it.</summary>
    private const long AdvisoryLock = 0x5374_7564_7953_706F;

    private readonly NpgsqlDataSource _owner;
    private readonly TimeProvider _time;
    private readonly IReadOnlyList<Migration> _migrations;

    /// <param name="owner">Connects as studyspot_owner.</param>
    public Migrator(NpgsqlDataSource owner, TimeProvider time) : this(owner, time, Migration.Embedded())
    {
    }

    internal Migrator(NpgsqlDataSource owner, TimeProvider time, IReadOnlyList<Migration> migrations) =>
        (_owner, _time, _migrations) = (owner, time, migrations);

    /// <summary>Applies what is missing and returns the names of what was applied, in order. Harmless when run again or twice at once.</summary>
    /// <exception cref="MigrationException">See the message; the migration named in it changed nothing.</exception>
    public async Task<IReadOnlyList<string>> MigrateAsync(CancellationToken ct)
    {
        await using var connection = await _owner.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_lock(@key)", new { key = AdvisoryLock }, commandTimeout: 0, cancellationToken: ct));
        try
        {
            var applied = await ReadAppliedAsync(connection, ct);
            Compare(applied);
            var names = new List<string>();
            foreach (var migration in _migrations.Where(m => !applied.ContainsKey(m.Version)))
            {
                await ApplyAsync(connection, migration, ct);
                names.Add(migration.Name);
            }
            return names;
        }
        finally
        {
            await connection.ExecuteAsync(new CommandDefinition("select pg_advisory_unlock(@key)", new { key = AdvisoryLock }, cancellationToken: CancellationToken.None));
        }
    }

    /// <summary>Creates the three roles, sets their passwords and hands the database to the owner. Harmless when run again.</summary>
    /// <param name="superuser">A superuser connected to the database that will hold the schema.</param>
    public static async Task EnsureRolesAsync(NpgsqlDataSource superuser, RolePasswords passwords, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(superuser);
        ArgumentNullException.ThrowIfNull(passwords);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await EnsureRolesOnceAsync(superuser, passwords, ct);
                return;
            }
            // Roles belong to the cluster and no lock spans its databases: two being prepared at once can collide on a
            // catalogue row ("tuple concurrently updated", or both created a role). The one that lost finds the work done.
            catch (PostgresException e) when (attempt < 10 && e.SqlState is (PostgresErrorCodes.InternalError or PostgresErrorCodes.UniqueViolation))
            {
            }
        }
    }

    private static async Task EnsureRolesOnceAsync(NpgsqlDataSource superuser, RolePasswords passwords, CancellationToken ct)
    {
        await using var connection = await superuser.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        // The server's log must not keep the passwords.
        await connection.ExecuteAsync(new CommandDefinition(
            "set local log_statement = 'none'; set local log_min_duration_statement = -1; set local log_min_error_statement = 'panic'",
            transaction: transaction, cancellationToken: ct));
        await connection.ExecuteAsync(new CommandDefinition(Migration.ReadResource("Roles.sql"), transaction: transaction, cancellationToken: ct));
        foreach (var (role, password) in new[]
                 { ("studyspot_owner", passwords.Owner), ("studyspot_app", passwords.App), ("studyspot_ingest", passwords.Ingest) })
        {
            // ALTER ROLE takes no parameters; the server itself quotes the values.
            var statement = await connection.QuerySingleAsync<string>(new CommandDefinition(
                "select format('alter role %I password %L', @role, @password)", new { role, password }, transaction, cancellationToken: ct));
            await connection.ExecuteAsync(new CommandDefinition(statement, transaction: transaction, cancellationToken: ct));
        }
        await transaction.CommitAsync(ct);
    }

    private static async Task<Dictionary<int, AppliedMigration>> ReadAppliedAsync(NpgsqlConnection connection, CancellationToken ct)
    {
        await connection.ExecuteAsync(new CommandDefinition(
            """
            create table if not exists schema_migration (
                version     int primary key,
                name        text not null,
                checksum    text not null,
                applied_at  timestamptz not null
            )
            """, cancellationToken: ct));
        var rows = await connection.QueryAsync<AppliedMigration>(new CommandDefinition(
            "select version, name, checksum from schema_migration", cancellationToken: ct));
        return rows.ToDictionary(row => row.Version);
    }

    private void Compare(Dictionary<int, AppliedMigration> applied)
    {
        var known = _migrations.ToDictionary(m => m.Version);
        foreach (var row in applied.Values)
        {
            if (!known.TryGetValue(row.Version, out var migration))
                throw new MigrationException($"The database has migration {row.Name}, which this release does not know. Run a release at least as new as the one that applied it.");
            if (migration.Checksum != row.Checksum)
                throw new MigrationException($"Migration {row.Name} was applied with other contents than this release carries. Applied migrations are never edited: restore the file and add a new one.");
        }
        var last = applied.Keys.DefaultIfEmpty(0).Max();
        var late = _migrations.FirstOrDefault(m => m.Version < last && !applied.ContainsKey(m.Version));
        if (late is not null)
            throw new MigrationException($"Migration {late.Name} is older than the database's last one ({last}) but was never applied. Give it the next free number.");
    }

    private async Task ApplyAsync(NpgsqlConnection connection, Migration migration, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);
        try
        {
            await connection.ExecuteAsync(new CommandDefinition(migration.Sql, transaction: transaction, commandTimeout: 0, cancellationToken: ct));
            await connection.ExecuteAsync(new CommandDefinition(
                "insert into schema_migration (version, name, checksum, applied_at) values (@Version, @Name, @Checksum, @at)",
                new { migration.Version, migration.Name, migration.Checksum, at = _time.GetUtcNow().UtcDateTime }, transaction, cancellationToken: ct));
            await transaction.CommitAsync(ct);
        }
        catch (PostgresException e)
        {
            throw new MigrationException($"Migration {migration.Name} failed and was rolled back: {e.SqlState} {e.MessageText} (position {e.Position}).", e);
        }
    }

    private sealed record AppliedMigration(int Version, string Name, string Checksum);
}
