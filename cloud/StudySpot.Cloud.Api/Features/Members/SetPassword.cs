using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Access;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Members;

public sealed record SetPasswordRequest(string Password);

/// <summary>
/// Gives a member a new password and signs them out everywhere. A member without an account gets one whose login is the
/// phone's digits.
/// </summary>
public sealed class SetPassword(TenantDatabase database, PasswordWork passwords, TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder members) => members.MapPost("/{memberId:guid}/password",
            (Guid memberId, SetPasswordRequest request, Caller caller, SetPassword useCase, CancellationToken ct) => useCase.HandleAsync(memberId, request, caller.Tenant, ct))
        .RequireAuthorization(Requirements.Desk).WithName("SetPassword").ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);

    private async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid memberId, SetPasswordRequest request, TenantId tenant, CancellationToken ct)
    {
        var errors = new FieldErrors().Password("password", request.Password);
        if (errors.Any) return errors.ToProblem();
        if (await passwords.HashAsync(request.Password, ct) is not { } hash) return CreateMember.Busy();
        var now = time.GetUtcNow();
        return await database.InTenantAsync<Results<NoContent, ProblemHttpResult>>(tenant, async session =>
        {
            if (await MemberRow.FindAsync(session, memberId, now, ct) is not { } member) return Problem.NotFound();
            var account = await session.FindAsync<Guid?>(
                "update account set password_hash = @hash where tenant_id = @tenant and member_id = @memberId and disabled_at is null returning account_id",
                new { tenant, memberId, hash }, ct);
            if (account is { } id)
            {
                await RefreshTokens.RevokeAccountAsync(session, id, now, ct);
                return TypedResults.NoContent();
            }
            var login = new string([.. (member.Phone ?? "").Where(char.IsAsciiDigit)]);
            if (login.Length < 3) return Problem.Conflict("no_login", "The member has neither a login nor a phone number to make one of.");
            var added = await session.ExecuteAsync(
                """
                insert into account (tenant_id, account_id, login, password_hash, role, member_id, created_at)
                values (@tenant, @newId, @login, @hash, 'student', @memberId, @now) on conflict (tenant_id, login) do nothing
                """, new { tenant, newId = Guid.CreateVersion7(now), login, hash, memberId, now }, ct);
            return added == 1 ? TypedResults.NoContent() : Problem.Conflict("login_taken", "This member's phone number is another account's login.");
        }, ct);
    }
}
