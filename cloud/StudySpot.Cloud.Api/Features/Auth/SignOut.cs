using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Cloud.Api.Identity;

namespace StudySpot.Cloud.Api.Features.Auth;

/// <summary>Ends the session of this browser. Answers alike whether there was one or not.</summary>
public static class SignOut
{
    public static void Map(IEndpointRouteBuilder auth) => auth.MapPost("/sign-out", HandleAsync).AllowAnonymous().WithName("SignOut");

    private static async Task<NoContent> HandleAsync(
        HttpContext context, RefreshTokens tokens, CancellationToken ct, string session = "desk")
    {
        if (RefreshCookie.Read(context.Request, session) is { Length: > 0 } token) await tokens.RevokeAsync(token, ct);
        RefreshCookie.Clear(context.Response, session);
        return TypedResults.NoContent();
    }
}
