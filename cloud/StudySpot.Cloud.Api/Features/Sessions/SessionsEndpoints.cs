namespace StudySpot.Cloud.Api.Features.Sessions;

/// <summary>Stays from entry to exit: <c>/api/v1/sessions</c>.</summary>
public static class SessionsEndpoints
{
    public static void MapSessions(this IEndpointRouteBuilder api)
    {
        var sessions = api.MapGroup("/sessions").WithTags("Sessions");
        ListSessions.Map(sessions);
        ListOwnSessions.Map(sessions);
    }
}
