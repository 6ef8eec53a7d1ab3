using System.Security.Claims;
using StudySpot.Access;

namespace StudySpot.Cloud.Api.Identity;

/// <summary>Who calls, as their access token says. A handler that takes one runs behind a requirement that made sure of it.</summary>
/// <param name="Member">Set exactly for students.</param>
public sealed record Caller(Guid AccountId, TenantId Tenant, string Role, Guid? Member)
{
    public bool IsStudent => Role == Roles.Student;

    /// <summary>Minimal APIs bind handler parameters of this type with it.</summary>
    public static ValueTask<Caller?> BindAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult(From(context.User));
    }

    public static Caller? From(ClaimsPrincipal principal)
    {
        ArgumentNullException.ThrowIfNull(principal);
        if (!Guid.TryParse(principal.FindFirstValue(AccessTokens.AccountClaim), out var account)
            || !Guid.TryParse(principal.FindFirstValue(AccessTokens.TenantClaim), out var tenant)
            || principal.FindFirstValue(AccessTokens.RoleClaim) is not { } role) return null;
        var member = Guid.TryParse(principal.FindFirstValue(AccessTokens.MemberClaim), out var id) ? id : (Guid?)null;
        return (role == Roles.Student) == member is not null ? new Caller(account, new TenantId(tenant), role, member) : null;
    }
}
