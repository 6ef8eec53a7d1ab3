using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Access;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Gates;

/// <summary>
/// Takes a gate out of service for good: no roster, no policy, no commands from now on. Its events stay, and late ones
/// are still taken in as long as the broker lets them through, which ends with <see cref="BrokerAccessList"/>. Repeating it
/// changes nothing.
/// </summary>
public static class RetireGate
{
    public static void Map(IEndpointRouteBuilder gates) => gates.MapPost("/{gateId:guid}/retire", HandleAsync)
        .RequireAuthorization(Requirements.Owner).WithName("RetireGate").ProducesProblem(404);

    private static async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(
        Guid gateId, Caller caller, TenantDatabase database, BrokerAccessList access, TimeProvider time, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var found = await database.InTenantAsync(caller.Tenant, async session =>
        {
            var device = await session.FindAsync<string>(
                "update gate set retired_at = coalesce(retired_at, @now) where tenant_id = @tenant and gate_id = @gateId returning device_id",
                new { tenant = session.Tenant, gateId, now }, ct);
            if (device is null) return false;
            await Directories.RetireDeviceAsync(session, device, now, ct);
            await Directories.RemoveClaimAsync(session, new GateId(gateId), ct);
            return true;
        }, ct);
        if (!found) return Problem.NotFound();
        await access.UpdateAsync(ct);
        return TypedResults.NoContent();
    }
}
