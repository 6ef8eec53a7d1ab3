using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Access;
using StudySpot.Cloud.Api.Features.Fleet;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Problems;

namespace StudySpot.Cloud.Api.Features.Gates;

/// <param name="Direction">entry or exit.</param>
public sealed record ReleaseGateRequest(string Direction);

/// <summary>The command was sent; the gate's page shows what became of it.</summary>
public sealed record ReleaseAccepted(Guid CommandId);

/// <summary>Asks a gate to let one person through.</summary>
public static class ReleaseGate
{
    public static void Map(IEndpointRouteBuilder gates) => gates.MapPost("/{gateId:guid}/release", HandleAsync)
        .RequireAuthorization(Requirements.Desk).WithName("ReleaseGate").ProducesProblem(400).ProducesProblem(404);

    private static async Task<Results<Accepted<ReleaseAccepted>, ProblemHttpResult>> HandleAsync(
        Guid gateId, ReleaseGateRequest request, Caller caller, GateCommands commands, CancellationToken ct)
    {
        if (request.Direction is not ("entry" or "exit"))
            return new FieldErrors().Add("direction", "Is entry or exit.").ToProblem();
        var direction = request.Direction == "exit" ? Direction.Exit : Direction.Entry;
        return await commands.SendAsync(caller.Tenant, new GateId(gateId), direction, caller.AccountId, ct) is { } id
            ? TypedResults.Accepted($"/api/v1/gates/{gateId}", new ReleaseAccepted(id))
            : Problem.NotFound();
    }
}
