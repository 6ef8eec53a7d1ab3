using StudySpot.Access;
using StudySpot.Cloud.Api.Features.Gates;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Credentials;

/// <summary>
/// Changes a tenant's issuer key in two steps. Rotating makes a key that signs from now on and gives every gate a new version
/// of its policy, which names the key and is signed by an old one. Retiring ends trust in a key: refused for the last one, and
/// while a gate has not said that it has a policy that names a newer one, because that gate could never be told again.
/// </summary>
public sealed class IssuerKeyRotation(TenantDatabase database, IssuerKeys issuerKeys, TimeProvider time)
{
    /// <returns>The new key's id and how many gates will be told.</returns>
    public Task<(string KeyId, int Gates)> RotateAsync(TenantId tenant, CancellationToken ct) => database.InTenantAsync(tenant, async session =>
    {
        // Locked before the key is there: a policy that an owner changes meanwhile waits, and names the key then.
        var gates = await session.ListAsync<GateVersion>(
            """
            select g.gate_id, g.policy_version, p.document::text as document from gate g
            left join gate_policy p on p.tenant_id = g.tenant_id and p.gate_id = g.gate_id and p.version = g.policy_version
            where g.tenant_id = @tenant and g.retired_at is null order by g.gate_id for update of g
            """, new { tenant }, ct);
        var keyId = await issuerKeys.CreateAsync(session, ct);
        foreach (var gate in gates)
            await PolicySettings.Parse(gate.document ?? "{}").InsertAsync(session, gate.gate_id, gate.policy_version + 1, time.GetUtcNow(), ct);
        await session.ExecuteAsync("update gate set policy_version = policy_version + 1 where tenant_id = @tenant and retired_at is null", new { tenant }, ct);
        return (keyId, gates.Count);
    }, ct);

    /// <returns>Why the key stays, for people; null when it was retired.</returns>
    public Task<string?> RetireAsync(TenantId tenant, string keyId, CancellationToken ct) => database.InTenantAsync(tenant, async session =>
    {
        var arguments = new { tenant, keyId };
        // Gates first, as the rotation does: two operators at once wait for each other instead of for ever.
        var behind = await session.ListAsync<Guid>(
            """
            select g.gate_id from gate g
            join issuer_key newer on newer.tenant_id = g.tenant_id and newer.retired_at is null and newer.key_id <> @keyId
            left join gate_policy p on p.tenant_id = g.tenant_id and p.gate_id = g.gate_id and p.version = (g.status->>'policyVersion')::bigint
            where g.tenant_id = @tenant and g.retired_at is null
            and newer.created_at = (select max(created_at) from issuer_key where tenant_id = @tenant and retired_at is null and key_id <> @keyId)
            and (p.created_at is null or p.created_at < newer.created_at)
            order by g.gate_id for update of g
            """, arguments, ct);
        var others = await session.ListAsync<string>(
            "select key_id from issuer_key where tenant_id = @tenant and retired_at is null and key_id <> @keyId for update", arguments, ct);
        if (others.Count == 0) return "It is the tenant's only issuer key. Make another one first: rotate-issuer-key.";
        if (behind.Count > 0)
            return $"These gates have not yet said that they know a newer key: {string.Join(", ", behind)}. Wait until each was online after the rotation, or retire the gate.";
        return await issuerKeys.RetireAsync(session, keyId, ct) ? null : $"The tenant has no issuer key '{keyId}' in use.";
    }, ct);

    private sealed record GateVersion(Guid gate_id, long policy_version, string? document);
}
