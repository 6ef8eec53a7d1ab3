using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Api.Features.Gates;

public sealed record CreateGateRequest(Guid HallId, string Name);

/// <param name="Bundle">Shown this once; holds the gate's private key.</param>
/// <param name="Claim">Shown this once; in place of the bundle.</param>
public sealed record CreatedGate(GateView Gate, ProvisioningBundle Bundle, GateClaimView Claim);

/// <summary>Adds a gate to a hall and answers with what its installer needs.</summary>
public static class CreateGate
{
    public static void Map(IEndpointRouteBuilder gates) => gates.MapPost("", HandleAsync)
        .RequireAuthorization(Requirements.Owner).WithName("CreateGate").ProducesProblem(400);

    private static async Task<Results<Created<CreatedGate>, ProblemHttpResult>> HandleAsync(
        CreateGateRequest request, Caller caller, TenantDatabase database, GateProvisioning provisioning, GateClaims claims, TimeProvider time, CancellationToken ct)
    {
        var errors = new FieldErrors().Text("name", request.Name, 200);
        if (errors.Any) return errors.ToProblem();
        return await database.InTenantAsync<Results<Created<CreatedGate>, ProblemHttpResult>>(caller.Tenant, async session =>
        {
            if (await provisioning.CreateAsync(session, request.HallId, request.Name, ct) is not { } bundle)
                return errors.Add("hallId", "Names a hall that does not exist.").ToProblem();
            var claim = await claims.IssueAsync(session, bundle.GateId, caller.AccountId, ct);
            var row = await GateRow.FindAsync(session, bundle.GateId, ct);
            return TypedResults.Created($"/api/v1/gates/{bundle.GateId}", new CreatedGate(row!.ToView(time.GetUtcNow()), bundle, claim!));
        }, ct);
    }
}
