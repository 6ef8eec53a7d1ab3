using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Paging;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Halls;

/// <param name="Inside">Members who came in and have not left, without exits forgotten longer ago than the hall's rule.</param>
/// <param name="GateCount">Gates that are not retired.</param>
public sealed record HallView(Guid HallId, string Name, string Zone, int Seats, int ForgottenExitHours, long Inside, long GateCount);

/// <summary>All halls with who is inside now, by name.</summary>
public static class ListHalls
{
    public static void Map(IEndpointRouteBuilder halls) => halls.MapGet("", HandleAsync).RequireAuthorization(Requirements.Desk).WithName("ListHalls");

    private static async Task<Ok<Listing<HallView>>> HandleAsync(Caller caller, TenantDatabase database, TimeProvider time, CancellationToken ct) =>
        TypedResults.Ok(new Listing<HallView>(await database.InTenantAsync(caller.Tenant, session => ReadAsync(session, null, time.GetUtcNow(), ct), ct)));

    public static Task<IReadOnlyList<HallView>> ReadAsync(TenantSession session, Guid? hallId, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.ListAsync<HallView>(
            """
            select h.hall_id as hallid, h.name, h.zone, h.seats, h.forgotten_exit_hours as forgottenexithours,
                (select count(*) from session s where s.tenant_id = h.tenant_id and s.hall_id = h.hall_id and s.left_at is null
                    and s.entered_at > @now - make_interval(hours => h.forgotten_exit_hours)) as inside,
                (select count(*) from gate g where g.tenant_id = h.tenant_id and g.hall_id = h.hall_id and g.retired_at is null) as gatecount
            from hall h
            where h.tenant_id = @tenant and (@hallId::uuid is null or h.hall_id = @hallId)
            order by lower(h.name), h.hall_id
            """, new { tenant = session.Tenant, hallId, now }, ct);
    }
}
