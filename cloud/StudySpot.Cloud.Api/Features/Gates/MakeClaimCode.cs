using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Gates;

/// <summary>Gives out a new claim code for a gate; the one before ends.</summary>
public static class MakeClaimCode
{
    public static void Map(IEndpointRouteBuilder gates) => gates.MapPost("/{gateId:guid}/claim-code", HandleAsync)
        .RequireAuthorization(Requirements.Owner).WithName("MakeClaimCode").ProducesProblem(404);

    private static async Task<Results<Ok<GateClaimView>, ProblemHttpResult>> HandleAsync(
        Guid gateId, Caller caller, TenantDatabase database, GateClaims claims, CancellationToken ct) =>
        await database.InTenantAsync(caller.Tenant, session => claims.IssueAsync(session, gateId, caller.AccountId, ct), ct) is { } claim
            ? TypedResults.Ok(claim)
            : Problem.NotFound();
}
