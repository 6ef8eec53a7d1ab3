using System.Security.Cryptography.X509Certificates;
using StudySpot.Access;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Api.Features.Gates;

/// <summary>Gives a gate to the device that claims it.</summary>
public sealed class ClaimedGates(GateClaims claims, GateCertificates certificates, GateProvisioning provisioning)
{
    /// <inheritdoc cref="GateClaims.HashOf"/>
    public byte[] HashOf(string code) => claims.HashOf(code);

    /// <summary>
    /// The bundle for a device's own key, without the private one; null when the code is no longer in force. Uses the code up in
    /// the same transaction: of two devices that claim at once, one gets it.
    /// </summary>
    public async Task<ProvisioningBundle?> ClaimAsync(TenantSession session, GateId gate, byte[] codeHash, PublicKey key, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        var (tenant, gateId) = (session.Tenant, gate.Value);
        var names = await session.FindAsync<GateNames>(
            """
            select g.gate_id as gateid, g.hall_id as hallid, g.device_id as deviceid, g.name as gatename, h.name as hallname
            from gate g join hall h on h.tenant_id = g.tenant_id and h.hall_id = g.hall_id
            where g.tenant_id = @tenant and g.gate_id = @gateId and g.retired_at is null for update of g
            """, new { tenant, gateId }, ct);
        if (names is null || !await claims.TryUseAsync(session, gateId, codeHash, ct)) return null;
        var certificate = certificates.Issue(names.DeviceId, key);
        await session.ExecuteAsync(
            "update gate set certificate_serial = @serial where tenant_id = @tenant and gate_id = @gateId", new { tenant, gateId, serial = certificate.Serial }, ct);
        return await provisioning.BundleAsync(session, names, certificate, ct);
    }
}
