using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Halls;

public sealed record PersonInside(Guid MemberId, string Name, int MemberNumber, DateTimeOffset EnteredAt);

/// <param name="People">At most 500, latest entry first.</param>
/// <param name="ByHour">The last 24 hours of the hall's local time, oldest first.</param>
public sealed record OccupancyView(Guid HallId, long Inside, int Seats, IReadOnlyList<PersonInside> People, IReadOnlyList<HourCount> ByHour);

/// <summary>Who is inside a hall now, and how it filled over the last day.</summary>
public static class ReadOccupancy
{
    private const int MostPeople = 500;

    public static void Map(IEndpointRouteBuilder halls) => halls.MapGet("/{hallId:guid}/occupancy", HandleAsync)
        .RequireAuthorization(Requirements.Desk).WithName("ReadOccupancy").ProducesProblem(404);

    private static async Task<Results<Ok<OccupancyView>, ProblemHttpResult>> HandleAsync(
        Guid hallId, Caller caller, TenantDatabase database, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        return await database.InTenantAsync<Results<Ok<OccupancyView>, ProblemHttpResult>>(caller.Tenant, async session =>
        {
            if ((await ListHalls.ReadAsync(session, hallId, now, ct)).SingleOrDefault() is not { } hall) return Problem.NotFound();
            var tenant = session.Tenant;
            var rule = TimeSpan.FromHours(hall.ForgottenExitHours);
            var people = await session.ListAsync<PersonInside>(
                """
                select m.member_id as memberid, m.name, m.member_number as membernumber, s.entered_at as enteredat
                from session s join member m on m.tenant_id = s.tenant_id and m.member_id = s.member_id
                where s.tenant_id = @tenant and s.hall_id = @hallId and s.left_at is null and s.entered_at > @since
                order by s.entered_at desc, m.member_id limit @MostPeople
                """, new { tenant, hallId, since = now - rule, MostPeople }, ct);
            var start = HourlySeries.Start(now, DateTimeZoneProviders.Tzdb[hall.Zone]);
            // A stay that reaches into the series began at most the hall's rule before it.
            var stays = await session.ListAsync<(DateTimeOffset EnteredAt, DateTimeOffset? LeftAt)>(
                """
                select entered_at, left_at from session
                where tenant_id = @tenant and hall_id = @hallId and entered_at > @since and (left_at is null or left_at >= @start)
                """, new { tenant, hallId, since = start - rule, start }, ct);
            var byHour = HourlySeries.Compute(stays.Select(s => new Stay(s.EnteredAt, s.LeftAt ?? RuleEnd(s.EnteredAt, rule, now))), start);
            return TypedResults.Ok(new OccupancyView(hallId, hall.Inside, hall.Seats, people, byHour));
        }, ct);
    }

    /// <summary>An exit forgotten for longer than the rule ends there, whether it was written down already or not.</summary>
    private static DateTimeOffset? RuleEnd(DateTimeOffset enteredAt, TimeSpan rule, DateTimeOffset now) => enteredAt + rule <= now ? enteredAt + rule : null;
}
