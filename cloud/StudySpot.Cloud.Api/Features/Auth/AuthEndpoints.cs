namespace StudySpot.Cloud.Api.Features.Auth;

/// <summary>Signing in and out: <c>/api/v1/auth</c> and <c>/api/v1/me</c>.</summary>
public static class AuthEndpoints
{
    public static void MapAuth(this IEndpointRouteBuilder api)
    {
        var auth = api.MapGroup("/auth").WithTags("Auth");
        SignIn.Map(auth);
        RefreshSession.Map(auth);
        SignOut.Map(auth);
        ReadMe.Map(api);
    }
}
