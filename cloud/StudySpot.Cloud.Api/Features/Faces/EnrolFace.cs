using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Access;
using StudySpot.Cloud.Api.Features.Fleet;
using StudySpot.Cloud.Api.Features.Gates;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Faces;

/// <param name="GateId">The gate the member stands in front of.</param>
public sealed record EnrolFaceRequest(Guid GateId);

/// <summary>Starts an enrolment at a gate, for a member whose consent is in force. The signed command names both.</summary>
public static class EnrolFace
{
    public static void Map(IEndpointRouteBuilder face) => face.MapPost("/enrol", HandleAsync)
        .RequireAuthorization(Requirements.Desk).WithName("EnrolFace").ProducesProblem(404).ProducesProblem(409);

    private static async Task<Results<Accepted<ReleaseAccepted>, ProblemHttpResult>> HandleAsync(
        Guid memberId, EnrolFaceRequest request, Caller caller, TenantDatabase database, GateCommands commands, TimeProvider time, CancellationToken ct)
    {
        var (view, consent) = await database.InTenantAsync(caller.Tenant, async session =>
            (await FaceViews.FindAsync(session, memberId, time.GetUtcNow(), ct), await FaceConsents.FindAsync(session, memberId, ct)), ct);
        if (view is null) return Problem.NotFound();
        if (consent is null) return Problem.Conflict("no_consent", "No consent is in force. Let the member read the notice and agree first.");
        return await commands.SendEnrolAsync(caller.Tenant, new GateId(request.GateId), memberId, consent.Value, caller.AccountId, ct) is { } id
            ? TypedResults.Accepted($"/api/v1/gates/{request.GateId}", new ReleaseAccepted(id))
            : Problem.NotFound();
    }
}
