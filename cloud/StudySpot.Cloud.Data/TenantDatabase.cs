using Npgsql;
using StudySpot.Access;

namespace StudySpot.Cloud.Data;

/// <summary>The only way to the tables of a tenant. Safe for concurrent use.</summary>
public sealed class TenantDatabase
{
    private readonly NpgsqlDataSource _source;

    /// <param name="source">Connects as studyspot_app or studyspot_ingest: roles that own nothing and bypass no policy.</param>
    public TenantDatabase(NpgsqlDataSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        DapperTypes.Register();
        _source = source;
    }

    /// <summary>Runs the work in one transaction of that tenant; commits when it returns, rolls back when it throws.</summary>
    public async Task<T> InTenantAsync<T>(TenantId tenant, Func<TenantSession, Task<T>> work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        await using var connection = await _source.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await EnterAsync(connection, transaction, tenant, ct);
        var result = await work(new TenantSession(connection, transaction, tenant));
        await transaction.CommitAsync(ct);
        return result;
    }

    /// <inheritdoc cref="InTenantAsync{T}"/>
    public Task InTenantAsync(TenantId tenant, Func<TenantSession, Task> work, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(work);
        return InTenantAsync(tenant, async session =>
        {
            await work(session);
            return true;
        }, ct);
    }

    /// <summary>
    /// Sets the tenant for the rest of a transaction, for writers that serve several tenants in one transaction, one after
    /// the other. The setting ends with the transaction, so a pooled connection cannot carry it on.
    /// </summary>
    public static async Task EnterAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, TenantId tenant, CancellationToken ct)
    {
        if (tenant.Value == Guid.Empty) throw new ArgumentException("A session needs a tenant.", nameof(tenant));
        await using var command = new NpgsqlCommand("select set_config('studyspot.tenant', $1, true)", connection, transaction);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = tenant.Value.ToString("D") });
        await command.ExecuteNonQueryAsync(ct);
    }
}
