using Microsoft.AspNetCore.Http.HttpResults;
using NodaTime;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Halls;

/// <param name="Zone">IANA name, such as Asia/Kolkata.</param>
/// <param name="ForgottenExitHours">A session still open after so many hours is closed by rule, 1 to 48.</param>
public sealed record CreateHallRequest(string Name, string Zone = "Asia/Kolkata", int Seats = 0, int ForgottenExitHours = 14);

/// <summary>Adds a hall.</summary>
public static class CreateHall
{
    public static void Map(IEndpointRouteBuilder halls) => halls.MapPost("", HandleAsync)
        .RequireAuthorization(Requirements.Owner).WithName("CreateHall").ProducesProblem(400);

    private static async Task<Results<Created<HallView>, ProblemHttpResult>> HandleAsync(
        CreateHallRequest request, Caller caller, TenantDatabase database, TimeProvider time, CancellationToken ct)
    {
        var errors = Validate(request);
        if (errors.Any) return errors.ToProblem();
        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var hall = await database.InTenantAsync(caller.Tenant, async session =>
        {
            await InsertAsync(session, id, request, now, ct);
            return (await ListHalls.ReadAsync(session, id, now, ct)).Single();
        }, ct);
        return TypedResults.Created($"/api/v1/halls/{id}/occupancy", hall);
    }

    public static FieldErrors Validate(CreateHallRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return new FieldErrors()
            .Text("name", request.Name, 200)
            .When(DateTimeZoneProviders.Tzdb.GetZoneOrNull(request.Zone ?? "") is null, "zone", "Is not a time zone; write a name such as Asia/Kolkata.")
            .When(request.Seats is < 0 or > 100_000, "seats", "Is from 0 to 100,000.")
            .When(request.ForgottenExitHours is < 1 or > 48, "forgottenExitHours", "Is from 1 to 48.");
    }

    public static Task<int> InsertAsync(TenantSession session, Guid id, CreateHallRequest request, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        ArgumentNullException.ThrowIfNull(request);
        return session.ExecuteAsync(
            """
            insert into hall (tenant_id, hall_id, name, zone, seats, forgotten_exit_hours, created_at)
            values (@tenant, @id, @name, @Zone, @Seats, @ForgottenExitHours, @now)
            """, new { tenant = session.Tenant, id, name = request.Name.Trim(), request.Zone, request.Seats, request.ForgottenExitHours, now }, ct);
    }
}
