using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Paging;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Attendance;

/// <param name="Date">Local day of the hall.</param>
/// <param name="Members">Different members who entered.</param>
/// <param name="Refused">Decisions that did not allow.</param>
public sealed record AttendanceDay(DateOnly Date, long Entries, long Members, long Refused);

/// <summary>Entries and refusals by local day, oldest first, today included; days without any are there with zeros.</summary>
public static class ReadDailyAttendance
{
    private const int MostDays = 92;

    public static void MapAttendance(this IEndpointRouteBuilder api) => api.MapGet("/attendance/daily", HandleAsync)
        .RequireAuthorization(Requirements.Desk).WithTags("Attendance").WithName("ReadDailyAttendance").ProducesProblem(400).ProducesProblem(404);

    private static async Task<Results<Ok<Listing<AttendanceDay>>, ProblemHttpResult>> HandleAsync(
        Caller caller, TenantDatabase database, TimeProvider time, CancellationToken ct, Guid? hallId = null, int days = 14)
    {
        if (days is < 1 or > MostDays) return new FieldErrors().Add("days", $"Is from 1 to {MostDays}.").ToProblem();
        return await database.InTenantAsync<Results<Ok<Listing<AttendanceDay>>, ProblemHttpResult>>(caller.Tenant, async session =>
        {
            var tenant = session.Tenant;
            // Without a hall the days are those of the first hall: tenants with halls in two zones are not known.
            var zoneName = await session.FindAsync<string>(
                "select zone from hall where tenant_id = @tenant and (@hallId::uuid is null or hall_id = @hallId) order by created_at, hall_id limit 1",
                new { tenant, hallId }, ct);
            if (zoneName is null && hallId is not null) return Problem.NotFound();
            zoneName ??= "Asia/Kolkata";
            var zone = DateTimeZoneProviders.Tzdb[zoneName];
            var first = Instant.FromDateTimeOffset(time.GetUtcNow()).InZone(zone).Date.PlusDays(1 - days);
            var arguments = new { tenant, hallId, zoneName, since = zone.AtStartOfDay(first).ToDateTimeOffset() };
            var hall = hallId is null ? "" : " and hall_id = @hallId";
            var entries = await session.ListAsync<(DateOnly Date, long Entries, long Members)>(
                $"""
                select (entered_at at time zone @zoneName)::date, count(*), count(distinct member_id)
                from session where tenant_id = @tenant and entered_at >= @since{hall} group by 1
                """, arguments, ct);
            var refused = await session.ListAsync<(DateOnly Date, long Refused)>(
                $"""
                select (occurred_at at time zone @zoneName)::date, count(*)
                from event where tenant_id = @tenant and occurred_at >= @since and kind = 'decision' and outcome <> 'allow'{hall} group by 1
                """, arguments, ct);
            return TypedResults.Ok(new Listing<AttendanceDay>([.. Enumerable.Range(0, days).Select(day =>
            {
                var date = first.PlusDays(day).ToDateOnly();
                var entered = entries.FirstOrDefault(e => e.Date == date);
                return new AttendanceDay(date, entered.Entries, entered.Members, refused.FirstOrDefault(r => r.Date == date).Refused);
            })]));
        }, ct);
    }
}
