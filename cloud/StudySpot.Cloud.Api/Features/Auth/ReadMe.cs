using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Auth;

/// <summary>The account behind the access token, as it stands now.</summary>
public static class ReadMe
{
    public static void Map(IEndpointRouteBuilder api) => api.MapGet("/me", HandleAsync)
        .RequireAuthorization(Requirements.Anyone).WithTags("Auth").WithName("ReadMe").ProducesProblem(401);

    private static async Task<Results<Ok<AccountView>, ProblemHttpResult>> HandleAsync(Caller caller, TenantDatabase database, CancellationToken ct) =>
        await database.InTenantAsync(caller.Tenant, session => AccountView.FindAsync(session, caller.AccountId, ct), ct) is { } view
            ? TypedResults.Ok(view)
            : Problem.Unauthorized("account_gone", "This account is no longer in use.");
}
