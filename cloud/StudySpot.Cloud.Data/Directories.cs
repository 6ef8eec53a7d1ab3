using Dapper;
using Npgsql;
using StudySpot.Access;

namespace StudySpot.Cloud.Data;

/// <summary>Where a device belongs.</summary>
/// <param name="Retired">A retired gate's late events are still taken in; it gets no roster and no commands.</param>
public sealed record DevicePlace(string DeviceId, TenantId Tenant, GateId Gate, HallId Hall, bool Retired);

/// <summary>Which gate a claim code is for.</summary>
public sealed record ClaimPlace(TenantId Tenant, GateId Gate);

/// <summary>
/// What must be known before there is a tenant: which tenant a slug, a device or a claim code belongs to. No personal data.
/// Safe for concurrent use.
/// </summary>
public sealed class Directories
{
    private readonly NpgsqlDataSource _source;

    public Directories(NpgsqlDataSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        DapperTypes.Register();
        _source = source;
    }

    /// <summary>Null when no tenant has that slug.</summary>
    public async Task<TenantId?> FindTenantAsync(string slug, CancellationToken ct)
    {
        await using var connection = await _source.OpenConnectionAsync(ct);
        var found = await connection.QuerySingleOrDefaultAsync<Guid?>(new CommandDefinition(
            "select tenant_id from tenant_directory where slug = @slug", new { slug }, cancellationToken: ct));
        return found is { } id ? new TenantId(id) : null;
    }

    /// <summary>Every tenant, in a fixed order.</summary>
    public async Task<IReadOnlyList<TenantId>> ListTenantsAsync(CancellationToken ct)
    {
        await using var connection = await _source.OpenConnectionAsync(ct);
        var ids = await connection.QueryAsync<Guid>(new CommandDefinition(
            "select tenant_id from tenant_directory order by tenant_id", cancellationToken: ct));
        return [.. ids.Select(id => new TenantId(id))];
    }

    /// <summary>Null when no gate has that device id.</summary>
    public async Task<DevicePlace?> FindDeviceAsync(string deviceId, CancellationToken ct)
    {
        await using var connection = await _source.OpenConnectionAsync(ct);
        var row = await connection.QuerySingleOrDefaultAsync<DeviceRow>(new CommandDefinition(
            "select device_id, tenant_id, gate_id, hall_id, retired_at is not null as retired from device_directory where device_id = @deviceId",
            new { deviceId }, cancellationToken: ct));
        return row is null ? null : new DevicePlace(row.device_id, new(row.tenant_id), new(row.gate_id), new(row.hall_id), row.retired);
    }

    /// <summary>Enters a slug, in the transaction that creates the tenant. False when the slug is taken.</summary>
    public static async Task<bool> AddTenantAsync(TenantSession session, string slug, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        return await session.Connection.ExecuteAsync(new CommandDefinition(
            "insert into tenant_directory (slug, tenant_id) values (@slug, @tenant) on conflict do nothing",
            new { slug, tenant = session.Tenant }, session.Transaction, cancellationToken: ct)) == 1;
    }

    /// <summary>Enters a device, in the transaction that creates its gate.</summary>
    public static Task AddDeviceAsync(TenantSession session, string deviceId, GateId gate, HallId hall, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.Connection.ExecuteAsync(new CommandDefinition(
            "insert into device_directory (device_id, tenant_id, gate_id, hall_id) values (@deviceId, @tenant, @gate, @hall)",
            new { deviceId, tenant = session.Tenant, gate, hall }, session.Transaction, cancellationToken: ct));
    }

    /// <summary>Marks a device of this tenant as retired.</summary>
    public static Task RetireDeviceAsync(TenantSession session, string deviceId, DateTimeOffset at, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.Connection.ExecuteAsync(new CommandDefinition(
            "update device_directory set retired_at = @at where device_id = @deviceId and tenant_id = @tenant and retired_at is null",
            new { deviceId, tenant = session.Tenant, at }, session.Transaction, cancellationToken: ct));
    }

    /// <summary>Devices of retired gates, of every tenant, in a fixed order.</summary>
    public async Task<IReadOnlyList<string>> ListRetiredDevicesAsync(CancellationToken ct)
    {
        await using var connection = await _source.OpenConnectionAsync(ct);
        return [.. await connection.QueryAsync<string>(new CommandDefinition(
            "select device_id from device_directory where retired_at is not null order by device_id", cancellationToken: ct))];
    }

    /// <summary>Null when no such code is in force. Whether it still is when it is used, the gate's own row says.</summary>
    public async Task<ClaimPlace?> FindClaimAsync(byte[] codeHash, DateTimeOffset now, CancellationToken ct)
    {
        await using var connection = await _source.OpenConnectionAsync(ct);
        var row = await connection.QuerySingleOrDefaultAsync<ClaimRow>(new CommandDefinition(
            "select tenant_id, gate_id from claim_directory where code_hash = @codeHash and expires_at > @now", new { codeHash, now }, cancellationToken: ct));
        return row is null ? null : new ClaimPlace(new(row.tenant_id), new(row.gate_id));
    }

    /// <summary>Enters a gate's new claim code, after <see cref="RemoveClaimAsync"/> and under the gate's lock.</summary>
    public static Task AddClaimAsync(TenantSession session, byte[] codeHash, GateId gate, DateTimeOffset expiresAt, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.Connection.ExecuteAsync(new CommandDefinition(
            "insert into claim_directory (code_hash, tenant_id, gate_id, expires_at) values (@codeHash, @tenant, @gate, @expiresAt)",
            new { codeHash, tenant = session.Tenant, gate, expiresAt }, session.Transaction, cancellationToken: ct));
    }

    /// <summary>Ends the claim code of a gate of this tenant; harmless when there is none.</summary>
    public static Task RemoveClaimAsync(TenantSession session, GateId gate, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.Connection.ExecuteAsync(new CommandDefinition(
            "delete from claim_directory where tenant_id = @tenant and gate_id = @gate",
            new { tenant = session.Tenant, gate }, session.Transaction, cancellationToken: ct));
    }

    private sealed record ClaimRow(Guid tenant_id, Guid gate_id);

    private sealed record DeviceRow(string device_id, Guid tenant_id, Guid gate_id, Guid hall_id, bool retired);
}
