using StudySpot.Access;
using StudySpot.Cloud.Api.Features.Credentials;
using StudySpot.Cloud.Api.Hosting;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;
using StudySpot.Crypto;

namespace StudySpot.Cloud.Api.Features.Gates;

/// <summary>Which gate it is, for programs and for people.</summary>
public sealed record GateNames(Guid GateId, Guid HallId, string DeviceId, string GateName, string HallName);

/// <summary>Makes gates: the row, its directory entry, its first policy and what the installer carries to it.</summary>
public sealed class GateProvisioning(ApiSettings settings, GateCertificates certificates, IssuerKeys issuerKeys, TimeProvider time)
{
    /// <summary>Null when the tenant has no such hall. The bundle's private key exists nowhere else.</summary>
    public async Task<ProvisioningBundle?> CreateAsync(TenantSession session, Guid hallId, string name, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(name);
        var tenant = session.Tenant;
        if (await session.FindAsync<string>("select name from hall where tenant_id = @tenant and hall_id = @hallId", new { tenant, hallId }, ct) is not { } hallName) return null;
        var now = time.GetUtcNow();
        var gateId = Guid.CreateVersion7(now);
        // Random and not made from the name: it stands in topics and in the broker's log, and must not tell whose gate it is.
        var deviceId = $"gate-{Convert.ToHexStringLower(RandomBytes.Get(10))}";
        var certificate = certificates.Issue(deviceId);
        await session.ExecuteAsync(
            """
            insert into gate (tenant_id, gate_id, hall_id, device_id, name, created_at, certificate_serial, policy_version)
            values (@tenant, @gateId, @hallId, @deviceId, @name, @now, @serial, 1)
            """, new { tenant, gateId, hallId, deviceId, name = name.Trim(), now, serial = certificate.Serial }, ct);
        await PolicySettings.Default.InsertAsync(session, gateId, 1, now, ct);
        await Directories.AddDeviceAsync(session, deviceId, new GateId(gateId), new HallId(hallId), ct);
        return await BundleAsync(session, new GateNames(gateId, hallId, deviceId, name.Trim(), hallName), certificate, ct);
    }

    /// <summary>What a gate carries, for a certificate of its own.</summary>
    public async Task<ProvisioningBundle> BundleAsync(TenantSession session, GateNames gate, GateCertificate certificate, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(gate);
        ArgumentNullException.ThrowIfNull(certificate);
        return new ProvisioningBundle
        {
            TenantId = session.Tenant.Value,
            HallId = gate.HallId,
            GateId = gate.GateId,
            DeviceId = gate.DeviceId,
            BrokerHost = settings.GateAuthority.BrokerHost,
            BrokerPort = settings.GateAuthority.BrokerPort,
            CaCertificatePem = await File.ReadAllTextAsync(settings.Broker.CaFile, ct),
            CertificatePem = certificate.CertificatePem,
            PrivateKeyPem = certificate.PrivateKeyPem,
            IssuerKeys = await issuerKeys.TrustedAsync(session, ct),
            HallName = gate.HallName,
            GateName = gate.GateName,
        };
    }
}
