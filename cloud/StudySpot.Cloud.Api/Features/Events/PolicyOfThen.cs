using NodaTime;
using StudySpot.Access;
using StudySpot.Cloud.Api.Features.Gates;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Api.Features.Events;

/// <summary>The policy a gate decided by at some moment, in the engine's terms.</summary>
public static class PolicyOfThen
{
    /// <summary>Null when that version is not known.</summary>
    public static async Task<AccessPolicy?> FindAsync(TenantSession session, Guid gateId, long version, DateTimeOffset at, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        var row = await session.FindAsync<PolicyRow>(
            """
            select p.document, h.zone from gate_policy p
            join gate g on g.tenant_id = p.tenant_id and g.gate_id = p.gate_id
            join hall h on h.tenant_id = g.tenant_id and h.hall_id = g.hall_id
            where p.tenant_id = @tenant and p.gate_id = @gateId and p.version = @version
            """, new { tenant = session.Tenant, gateId, version }, ct);
        if (row is null || DateTimeZoneProviders.Tzdb.GetZoneOrNull(row.zone) is not { } zone) return null;
        var keys = await session.ListAsync<byte[]>(
            "select public_key from issuer_key where tenant_id = @tenant and (retired_at is null or retired_at > @at)", new { tenant = session.Tenant, at }, ct);
        var settings = PolicySettings.Parse(row.document);
        return new AccessPolicy
        {
            Version = version,
            Rules = settings.Rules,
            Zone = zone,
            CodeLifetime = Duration.FromSeconds(settings.CodeLifetimeSeconds),
            FutureTolerance = Duration.FromSeconds(GatePolicy.DefaultFutureToleranceSeconds),
            PhoneClockWrongBeyond = Duration.FromSeconds(GatePolicy.DefaultPhoneClockWrongBeyondSeconds),
            RosterMaxAge = Duration.FromSeconds(settings.RosterMaxAgeSeconds),
            FreshCredentialMaxAge = Duration.FromSeconds(settings.FreshCredentialMaxAgeSeconds),
            FaceAllowed = settings.FaceAllowed,
            IssuerKeys = [.. keys.Select(key => (ReadOnlyMemory<byte>)key)],
        };
    }

    private sealed record PolicyRow(string document, string zone);
}
