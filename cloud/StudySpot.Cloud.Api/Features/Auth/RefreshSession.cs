using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Cloud.Api.Problems;

namespace StudySpot.Cloud.Api.Features.Auth;

/// <summary>Exchanges the refresh cookie for new tokens. A token used before revokes its whole family.</summary>
public static class RefreshSession
{
    public static void Map(IEndpointRouteBuilder auth) => auth.MapPost("/refresh", HandleAsync)
        .AllowAnonymous().WithName("RefreshSession").ProducesProblem(401);

    private static async Task<Results<Ok<SignedIn>, ProblemHttpResult>> HandleAsync(
        HttpContext context, SessionTokens tokens, CancellationToken ct, string session = "desk")
    {
        if (RefreshCookie.Read(context.Request, session) is { Length: > 0 } token
            && await tokens.ContinueAsync(token, context.Response, ct) is { } signedIn) return TypedResults.Ok(signedIn);
        RefreshCookie.Clear(context.Response, session);
        return Problem.Unauthorized("refresh_failed", "The session has ended. Sign in again.");
    }
}
