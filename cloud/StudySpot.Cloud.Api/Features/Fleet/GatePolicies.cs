using StudySpot.Access;
using StudySpot.Cloud.Api.Features.Credentials;
using StudySpot.Cloud.Api.Features.Gates;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Api.Features.Fleet;

/// <summary>
/// The policy a gate gets: what the owner set (<see cref="PolicySettings"/>) with the hall's zone and the tenant's issuer keys of now. Safe for concurrent use.
/// </summary>
public sealed class GatePolicies(IssuerKeys issuerKeys)
{
    /// <summary>Version of the gate's present policy, or null when the tenant has no such gate.</summary>
    public Task<long?> FindVersionAsync(TenantSession session, GateId gate, CancellationToken ct) =>
        session.FindAsync<long?>("select policy_version from gate where tenant_id = @tenant and gate_id = @gate",
            new { tenant = session.Tenant, gate }, ct);

    /// <summary>The present policy, or null when the tenant has no such gate.</summary>
    public async Task<GatePolicy?> FindAsync(TenantSession session, GateId gate, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        var row = await session.FindAsync<PolicyRow>(
            """
            select g.hall_id, g.policy_version, h.zone, p.document::text as document
            from gate g
            join hall h on h.tenant_id = g.tenant_id and h.hall_id = g.hall_id
            left join gate_policy p on p.tenant_id = g.tenant_id and p.gate_id = g.gate_id and p.version = g.policy_version
            where g.tenant_id = @tenant and g.gate_id = @gate
            """, new { tenant = session.Tenant, gate }, ct);
        if (row is null) return null;
        var set = PolicySettings.Parse(row.document ?? "{}");
        return new GatePolicy
        {
            TenantId = session.Tenant.Value,
            HallId = row.hall_id,
            GateId = gate.Value,
            Version = row.policy_version,
            Zone = row.zone,
            Rules = set.Rules,
            Languages = set.Languages,
            CodeLifetimeSeconds = set.CodeLifetimeSeconds,
            RosterMaxAgeSeconds = set.RosterMaxAgeSeconds,
            FreshCredentialMaxAgeSeconds = set.FreshCredentialMaxAgeSeconds,
            PassageTimeoutSeconds = set.PassageTimeoutSeconds,
            FaceAllowed = set.FaceAllowed,
            IssuerKeys = await issuerKeys.TrustedAsync(session, ct),
        };
    }

    private sealed record PolicyRow(Guid hall_id, long policy_version, string zone, string? document);
}
