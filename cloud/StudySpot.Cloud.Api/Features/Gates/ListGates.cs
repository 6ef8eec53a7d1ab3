using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Paging;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Gates;

/// <summary>All gates, those in service first.</summary>
public static class ListGates
{
    public static void Map(IEndpointRouteBuilder gates) => gates.MapGet("", HandleAsync).RequireAuthorization(Requirements.Desk).WithName("ListGates");

    private static async Task<Ok<Listing<GateView>>> HandleAsync(Caller caller, TenantDatabase database, TimeProvider time, CancellationToken ct)
    {
        var rows = await database.InTenantAsync(caller.Tenant, session => GateRow.ListAsync(session, ct), ct);
        var now = time.GetUtcNow();
        return TypedResults.Ok(new Listing<GateView>([.. rows.Select(row => row.ToView(now))]));
    }
}
