using StudySpot.Access;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Auth;

/// <summary>Hands out the pair of tokens: the access token in the answer, the refresh token in the cookie.</summary>
public sealed class SessionTokens(TenantDatabase database, AccessTokens accessTokens, RefreshTokens refreshTokens)
{
    /// <summary>Begins a session. Null when the account has gone meanwhile.</summary>
    /// <param name="newPasswordHash">Written when the old one was made with weaker parameters.</param>
    public async Task<SignedIn?> BeginAsync(TenantId tenant, Guid account, string? newPasswordHash, HttpResponse response, CancellationToken ct)
    {
        var (view, token) = await database.InTenantAsync(tenant, async session =>
        {
            if (newPasswordHash is not null)
            {
                await session.ExecuteAsync("update account set password_hash = @newPasswordHash where tenant_id = @tenant and account_id = @account",
                    new { tenant, account, newPasswordHash }, ct);
            }
            var found = await AccountView.FindAsync(session, account, ct);
            return (found, found is null ? null : await refreshTokens.IssueAsync(session, account, ct));
        }, ct);
        return view is null || token is null ? null : Answer(tenant, view, token, response);
    }

    /// <summary>Goes on with a session; null when the token is worth nothing.</summary>
    public async Task<SignedIn?> ContinueAsync(string token, HttpResponse response, CancellationToken ct)
    {
        if (await refreshTokens.RotateAsync(token, ct) is not { } rotated) return null;
        var view = await database.InTenantAsync(rotated.Tenant, session => AccountView.FindAsync(session, rotated.Account, ct), ct);
        return view is null ? null : Answer(rotated.Tenant, view, rotated.Token, response);
    }

    private SignedIn Answer(TenantId tenant, AccountView view, string refreshToken, HttpResponse response)
    {
        RefreshCookie.Write(response, view.Role, refreshToken);
        return new SignedIn(accessTokens.Issue(new Caller(view.AccountId, tenant, view.Role, view.MemberId)), (int)AccessTokens.Lifetime.TotalSeconds, view);
    }
}
