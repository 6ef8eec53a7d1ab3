using System.Text.Json;
using StudySpot.Access;
using StudySpot.Cloud.Api.Features.Credentials;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Api.Features.Fleet;

/// <summary>
/// The policy a gate gets: what the owner set (<c>gate_policy.document</c>, camelCase as in <see cref="GatePolicy"/>, every
/// member optional) with the hall's zone and the tenant's issuer keys of now. Safe for concurrent use.
/// </summary>
public sealed class GatePolicies(IssuerKeys issuerKeys)
{
    private static readonly JsonSerializerOptions Wire = new(JsonSerializerDefaults.Web);

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
        var set = row.document is null ? null : JsonSerializer.Deserialize<SetByOwner>(row.document, Wire);
        var policy = new GatePolicy
        {
            TenantId = session.Tenant.Value,
            HallId = row.hall_id,
            GateId = gate.Value,
            Version = row.policy_version,
            Zone = row.zone,
            Rules = set?.Rules ?? AccessRules.All,
            IssuerKeys = await issuerKeys.TrustedAsync(session, ct),
        };
        return policy with
        {
            Languages = set?.Languages ?? policy.Languages,
            CodeLifetimeSeconds = set?.CodeLifetimeSeconds ?? policy.CodeLifetimeSeconds,
            FutureToleranceSeconds = set?.FutureToleranceSeconds ?? policy.FutureToleranceSeconds,
            PhoneClockWrongBeyondSeconds = set?.PhoneClockWrongBeyondSeconds ?? policy.PhoneClockWrongBeyondSeconds,
            RosterMaxAgeSeconds = set?.RosterMaxAgeSeconds ?? policy.RosterMaxAgeSeconds,
            FreshCredentialMaxAgeSeconds = set?.FreshCredentialMaxAgeSeconds ?? policy.FreshCredentialMaxAgeSeconds,
            PassageTimeoutSeconds = set?.PassageTimeoutSeconds ?? policy.PassageTimeoutSeconds,
        };
    }

    private sealed record PolicyRow(Guid hall_id, long policy_version, string zone, string? document);

    private sealed record SetByOwner(
        IReadOnlyList<string>? Rules, IReadOnlyList<string>? Languages, int? CodeLifetimeSeconds, int? FutureToleranceSeconds,
        int? PhoneClockWrongBeyondSeconds, int? RosterMaxAgeSeconds, int? FreshCredentialMaxAgeSeconds, int? PassageTimeoutSeconds);
}
