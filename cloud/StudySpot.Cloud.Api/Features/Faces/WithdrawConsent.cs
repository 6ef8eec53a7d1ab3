using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Cloud.Api.Features.Fleet;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Faces;

/// <summary>The desk withdraws on the member's word; every gate destroys the key. Repeating it changes nothing.</summary>
public static class WithdrawConsent
{
    public static void Map(IEndpointRouteBuilder face) => face.MapPost("/withdraw", HandleAsync)
        .RequireAuthorization(Requirements.Desk).WithName("WithdrawFaceConsent").ProducesProblem(404);

    private static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid memberId, Caller caller, TenantDatabase database, GateNudges nudges, TimeProvider time, CancellationToken ct)
    {
        var withdrawn = await database.InTenantAsync<bool?>(caller.Tenant, async session =>
        {
            var exists = await session.GetAsync<bool>("select exists (select from member where tenant_id = @tenant and member_id = @memberId)",
                new { tenant = session.Tenant, memberId }, ct);
            return exists ? await FaceConsents.WithdrawAsync(session, memberId, caller.AccountId, time.GetUtcNow(), ct) : null;
        }, ct);
        if (withdrawn is null) return Problem.NotFound();
        if (withdrawn.Value) await nudges.NudgeAsync(caller.Tenant, ct);
        return TypedResults.NoContent();
    }
}
