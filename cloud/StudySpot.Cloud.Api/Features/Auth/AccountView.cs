using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Auth;

/// <summary>Who is signed in.</summary>
/// <param name="Name">The member's name for a student, the login for others.</param>
/// <param name="Organisation">Slug of the tenant.</param>
public sealed record AccountView(Guid AccountId, string Role, string Name, Guid? MemberId, string Organisation, string OrganisationName)
{
    /// <summary>Null when the account is gone or disabled.</summary>
    public static Task<AccountView?> FindAsync(TenantSession session, Guid accountId, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.FindAsync<AccountView>(
            """
            select a.account_id as accountid, a.role, coalesce(m.name, a.login) as name, a.member_id as memberid, d.slug as organisation, t.name as organisationname
            from account a
            join tenant t on t.tenant_id = a.tenant_id
            join tenant_directory d on d.tenant_id = a.tenant_id
            left join member m on m.tenant_id = a.tenant_id and m.member_id = a.member_id
            where a.tenant_id = @tenant and a.account_id = @accountId and a.disabled_at is null
            """, new { tenant = session.Tenant, accountId }, ct);
    }
}

/// <summary>Answer to a sign-in or a refresh; the refresh token travels in the cookie only.</summary>
public sealed record SignedIn(string AccessToken, int ExpiresInSeconds, AccountView Account);
