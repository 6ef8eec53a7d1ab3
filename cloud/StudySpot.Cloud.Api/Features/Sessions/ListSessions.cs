using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Paging;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Sessions;

/// <summary>Sessions of all members, latest entry first.</summary>
public static class ListSessions
{
    public static void Map(IEndpointRouteBuilder sessions) => sessions.MapGet("", HandleAsync)
        .RequireAuthorization(Requirements.Desk).WithName("ListSessions").ProducesProblem(400);

    private static async Task<Results<Ok<Page<SessionView>>, ProblemHttpResult>> HandleAsync(
        [AsParameters] SessionFilter filter, int? limit, string? cursor, Caller caller, TenantDatabase database, TimeProvider time, CancellationToken ct)
    {
        if (!Cursor.TryDecode(cursor, out DateTimeOffset? at, out var id)) return new FieldErrors().Add("cursor", "Is not from this list.").ToProblem();
        return TypedResults.Ok(await database.InTenantAsync(caller.Tenant, session =>
            SessionPages.ReadAsync(session, filter, (at, id), PageSize.From(limit), time.GetUtcNow(), ct), ct));
    }
}
