using System.Text.Json;
using StudySpot.Cloud.Api.Features.Credentials;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Api.Features.Fleet;

/// <summary>Sends a gate what its roster lacks: nothing but a date, the changes, or all of it.</summary>
public sealed class RosterAnswers(
    TenantDatabase database, RosterSource source, RosterCache cache, IssuerKeys issuerKeys, GatePublisher publisher, TimeProvider time, ILogger<RosterAnswers> logger)
{
    /// <param name="version">What the gate has; 0 for none.</param>
    public async Task AnswerAsync(DevicePlace device, long version, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(device);
        var present = await database.InTenantAsync(device.Tenant, session => RosterVersions.CurrentAsync(session, ct), ct);
        if (version > present)
        {
            // The database was restored from a backup: gates refuse what is older, until the tenant's version has passed theirs.
            logger.LogWarning("Gate {Gate} has roster {Version}, the cloud {Present}", device.Gate, version, present);
            return;
        }
        if (version == present)
        {
            await SendManifestAsync(device, StillCurrent(device, present), ct);
            return;
        }
        var isSmall = version > 0 && await database.InTenantAsync(device.Tenant, session => source.IsSmallDeltaAsync(session, version, ct), ct);
        var key = new RosterKey(device.Tenant, isSmall ? version : 0, present);
        using var lease = await cache.GetAsync(key, () => EncodeAsync(key), ct);
        await SendAsync(device, lease.Roster, ct);
    }

    private async Task<EncodedRoster> EncodeAsync(RosterKey key)
    {
        // Bounded by time rather than by the gate that asked first.
        using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(2), time);
        return await database.InTenantAsync(key.Tenant,
            session => EncodedRoster.WriteAsync(key.Version, key.BaseVersion, source.ReadAsync(session, key.BaseVersion, limit.Token), limit.Token), limit.Token);
    }

    private async Task SendAsync(DevicePlace device, EncodedRoster roster, CancellationToken ct)
    {
        if (!await SendManifestAsync(device, roster.Manifest(device.Tenant.Value, time.GetUtcNow()), ct)) return;
        for (var i = 0; i < roster.ChunkCount; i++)
        {
            var chunk = await roster.ReadChunkAsync(i, ct);
            var sent = await publisher.SendAsync(Topics.RosterChunk(device.DeviceId, roster.Version, i), chunk, ct);
            // The gate asks again when a part does not come.
            if (!sent.IsSuccess) return;
        }
        logger.LogInformation("Sent roster {Version} since {Base} to gate {Gate}: {Entries} entries, {Bytes} bytes",
            roster.Version, roster.BaseVersion, device.Gate, roster.EntryCount, roster.Bytes);
    }

    private async Task<bool> SendManifestAsync(DevicePlace device, RosterManifest manifest, CancellationToken ct)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(manifest, ContractsJson.Default.RosterManifest);
        var document = await database.InTenantAsync(device.Tenant,
            session => issuerKeys.SignDocumentAsync(session, SignedKinds.Roster, payload, ct), ct);
        var sent = await publisher.SendAsync(Topics.Roster(device.DeviceId), document, ContractsJson.Default.SignedDocument, ct);
        return sent.IsSuccess;
    }

    private RosterManifest StillCurrent(DevicePlace device, long version) => new()
    {
        TenantId = device.Tenant.Value,
        Version = version,
        BaseVersion = version,
        IssuedAt = time.GetUtcNow(),
        EntryCount = 0,
        ChunkHashes = [],
    };
}
