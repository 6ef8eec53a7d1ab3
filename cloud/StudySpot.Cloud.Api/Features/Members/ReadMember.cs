using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Members;

public sealed record MemberCredential(
    Guid CredentialId, string? DeviceLabel, DateTimeOffset NotBefore, DateTimeOffset NotAfter, DateTimeOffset? RevokedAt, string? RevokedReason);

/// <summary>A member with their phones and login.</summary>
public sealed record MemberDetail : MemberView
{
    [SetsRequiredMembers]
    public MemberDetail(MemberView member, string? login, IReadOnlyList<MemberCredential> credentials) : base(member) =>
        (Login, Credentials) = (login, credentials);

    /// <summary>Null when the member cannot sign in.</summary>
    public string? Login { get; }
    /// <summary>Newest first.</summary>
    public IReadOnlyList<MemberCredential> Credentials { get; }
}

/// <summary>One member.</summary>
public static class ReadMember
{
    /// <summary>Old phones pile up; the newest matter.</summary>
    private const int MostCredentials = 50;

    public static void Map(IEndpointRouteBuilder members) => members.MapGet("/{memberId:guid}", HandleAsync)
        .RequireAuthorization(Requirements.Desk).WithName("ReadMember").ProducesProblem(404);

    private static async Task<Results<Ok<MemberDetail>, ProblemHttpResult>> HandleAsync(
        Guid memberId, Caller caller, TenantDatabase database, TimeProvider time, CancellationToken ct) =>
        await database.InTenantAsync<Results<Ok<MemberDetail>, ProblemHttpResult>>(caller.Tenant, async session =>
        {
            if (await MemberRow.FindAsync(session, memberId, time.GetUtcNow(), ct) is not { } row) return Problem.NotFound();
            var arguments = new { tenant = session.Tenant, memberId, MostCredentials };
            var credentials = await session.ListAsync<MemberCredential>(
                """
                select credential_id as credentialid, device_label as devicelabel, not_before as notbefore, not_after as notafter,
                    revoked_at as revokedat, revoked_reason as revokedreason
                from credential where tenant_id = @tenant and member_id = @memberId order by not_before desc, credential_id desc limit @MostCredentials
                """, arguments, ct);
            var login = await session.FindAsync<string>(
                "select login from account where tenant_id = @tenant and member_id = @memberId and disabled_at is null order by created_at limit 1", arguments, ct);
            return TypedResults.Ok(new MemberDetail(row.ToView(), login, credentials));
        }, ct);
}
