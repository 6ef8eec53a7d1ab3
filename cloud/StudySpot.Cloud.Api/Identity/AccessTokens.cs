using System.Security.Claims;
using System.Security.Cryptography;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using StudySpot.Cloud.Api.Hosting;

namespace StudySpot.Cloud.Api.Identity;

/// <summary>Issues and checks access tokens: JWT, ES256, ten minutes. Thread-safe.</summary>
public sealed class AccessTokens : IDisposable
{
    public const string AccountClaim = "sub";
    public const string TenantClaim = "tid";
    public const string RoleClaim = "role";
    public const string MemberClaim = "mid";

    /// <summary>Short, because an access token cannot be called back: a disabled account works on for at most this long.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    /// <summary>Clocks of two Api machines may differ by this much.</summary>
    private static readonly TimeSpan Skew = TimeSpan.FromSeconds(5);

    private const string Issuer = "studyspot";
    private const string Audience = "studyspot-api";
    private readonly ECDsa _key = ECDsa.Create();
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false, MapInboundClaims = false };
    private readonly SigningCredentials _credentials;
    private readonly TokenValidationParameters _validation;
    private readonly TimeProvider _time;

    public AccessTokens(ApiSettings settings, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _time = time;
        _key.ImportFromPem(settings.TokenKeyPem);
        // A cache of its own: the shared one goes by the key's thumbprint and would hand out verifiers of a host that has ended.
        var key = new ECDsaSecurityKey(_key) { CryptoProviderFactory = new CryptoProviderFactory() };
        key.KeyId = Base64UrlEncoder.Encode(key.ComputeJwkThumbprint());
        _credentials = new SigningCredentials(key, SecurityAlgorithms.EcdsaSha256);
        _validation = new TokenValidationParameters
        {
            ValidIssuer = Issuer,
            ValidAudience = Audience,
            IssuerSigningKey = key,
            // Only our own algorithm: "none" and HMAC with the public key as secret are refused before a key is looked at (RFC 8725, 3.1).
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            ValidTypes = ["at+jwt"],
            NameClaimType = AccountClaim,
            RoleClaimType = RoleClaim,
            LifetimeValidator = (from, until, _, _) => IsCurrent(from, until),
        };
    }

    public string Issue(Caller caller)
    {
        ArgumentNullException.ThrowIfNull(caller);
        var now = _time.GetUtcNow().UtcDateTime;
        var claims = new Dictionary<string, object>
        {
            [AccountClaim] = caller.AccountId.ToString("D"),
            [TenantClaim] = caller.Tenant.ToString(),
            [RoleClaim] = caller.Role,
        };
        if (caller.Member is { } member) claims[MemberClaim] = member.ToString("D");
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = Issuer,
            Audience = Audience,
            TokenType = "at+jwt",
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            Claims = claims,
            SigningCredentials = _credentials,
        });
    }

    /// <summary>The bearer and when the token ends; null for anything that is not a current token of ours.</summary>
    public async Task<(ClaimsPrincipal Principal, DateTimeOffset Expires)?> CheckAsync(string token)
    {
        var result = await _handler.ValidateTokenAsync(token, _validation);
        if (!result.IsValid) return null;
        var principal = new ClaimsPrincipal(result.ClaimsIdentity);
        return Caller.From(principal) is null ? null : (principal, new DateTimeOffset(result.SecurityToken.ValidTo, TimeSpan.Zero));
    }

    public void Dispose() => _key.Dispose();

    private bool IsCurrent(DateTime? from, DateTime? until)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return from is not null && until is not null && now >= from - Skew && now < until;
    }
}
