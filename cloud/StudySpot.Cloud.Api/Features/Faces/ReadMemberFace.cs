using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Faces;

/// <summary>A member's face as the desk sees it.</summary>
public static class ReadMemberFace
{
    public static void Map(IEndpointRouteBuilder face) => face.MapGet("", HandleAsync)
        .RequireAuthorization(Requirements.Desk).WithName("ReadMemberFace").ProducesProblem(404);

    private static async Task<Results<Ok<FaceView>, ProblemHttpResult>> HandleAsync(
        Guid memberId, Caller caller, TenantDatabase database, TimeProvider time, CancellationToken ct) =>
        await database.InTenantAsync(caller.Tenant, session => FaceViews.FindAsync(session, memberId, time.GetUtcNow(), ct), ct) is { } view
            ? TypedResults.Ok(view)
            : Problem.NotFound();
}
