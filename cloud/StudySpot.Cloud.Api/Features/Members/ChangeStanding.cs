using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Cloud.Api.Features.Faces;
using StudySpot.Cloud.Api.Features.Fleet;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Members;

/// <summary>Suspends, reinstates or ends a member. Repeating it changes nothing and answers alike.</summary>
public sealed class ChangeStanding(TenantDatabase database, GateNudges nudges, TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder members)
    {
        foreach (var (action, status) in new[] { ("suspend", "suspended"), ("reinstate", "active"), ("end", "ended") })
        {
            members.MapPost($"/{{memberId:guid}}/{action}", (Guid memberId, Caller caller, ChangeStanding useCase, CancellationToken ct) =>
                    useCase.HandleAsync(memberId, status, caller, ct))
                .RequireAuthorization(Requirements.Desk).WithName($"{char.ToUpperInvariant(action[0])}{action[1..]}Member").ProducesProblem(404);
        }
    }

    private async Task<Results<Ok<MemberView>, ProblemHttpResult>> HandleAsync(Guid memberId, string status, Caller caller, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var (member, moved) = await database.InTenantAsync(caller.Tenant, async session =>
        {
            if (await MemberRow.FindAsync(session, memberId, now, ct) is not { } before) return (null, false);
            if (before.Status == status) return (before, false);
            var version = await RosterVersions.BumpAsync(session, ct);
            await session.ExecuteAsync("update member set status = @status, roster_version = @version where tenant_id = @tenant and member_id = @memberId",
                new { tenant = session.Tenant, memberId, status, version }, ct);
            // What a face was kept for has ended with the membership.
            if (status == "ended") await FaceConsents.WithdrawAsync(session, memberId, caller.AccountId, now, ct);
            return (await MemberRow.FindAsync(session, memberId, now, ct), true);
        }, ct);
        if (member is null) return Problem.NotFound();
        if (moved) await nudges.NudgeAsync(caller.Tenant, ct);
        return TypedResults.Ok(member.ToView());
    }
}
