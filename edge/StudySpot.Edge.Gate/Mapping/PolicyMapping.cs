using NodaTime;
using StudySpot.Access;
using StudySpot.Contracts;

namespace StudySpot.Edge.Gate.Mapping;

/// <summary>From the wire's policy to the engine's terms.</summary>
public static class PolicyMapping
{
    /// <summary>An Ed25519 public key.</summary>
    private const int IssuerKeyBytes = 32;

    /// <summary>Null, which denies everybody, when the policy is absent, another gate's, or has a value the engine cannot judge by.</summary>
    public static AccessPolicy? ToAccess(GatePolicy? policy, GatePlace place)
    {
        if (policy is null || policy.TenantId != place.Tenant.Value || policy.HallId != place.Hall.Value || policy.GateId != place.Gate.Value) return null;
        if (policy.Zone is null || DateTimeZoneProviders.Tzdb.GetZoneOrNull(policy.Zone) is not { } zone) return null;
        if (policy.Rules is null || policy.IssuerKeys is null) return null;
        if (policy.IssuerKeys.Any(key => key is not { Length: IssuerKeyBytes })) return null;
        if (policy.CodeLifetimeSeconds <= 0 || policy.FutureToleranceSeconds < 0 || policy.PhoneClockWrongBeyondSeconds < 0
            || policy.RosterMaxAgeSeconds <= 0 || policy.FreshCredentialMaxAgeSeconds < 0 || policy.PassageTimeoutSeconds <= 0)
        {
            return null;
        }
        return new AccessPolicy
        {
            Version = policy.Version,
            Rules = policy.Rules,
            Zone = zone,
            CodeLifetime = Duration.FromSeconds(policy.CodeLifetimeSeconds),
            FutureTolerance = Duration.FromSeconds(policy.FutureToleranceSeconds),
            PhoneClockWrongBeyond = Duration.FromSeconds(policy.PhoneClockWrongBeyondSeconds),
            RosterMaxAge = Duration.FromSeconds(policy.RosterMaxAgeSeconds),
            FreshCredentialMaxAge = Duration.FromSeconds(policy.FreshCredentialMaxAgeSeconds),
            FaceAllowed = policy.FaceAllowed,
            IssuerKeys = [.. policy.IssuerKeys.Select(key => new ReadOnlyMemory<byte>(key))],
        };
    }
}
