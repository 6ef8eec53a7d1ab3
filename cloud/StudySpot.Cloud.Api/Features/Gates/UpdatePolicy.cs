using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Cloud.Api.Features.Fleet;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Gates;

/// <summary>Changes to a policy; what is left out stays.</summary>
public sealed record UpdatePolicyRequest(
    IReadOnlyList<string>? Rules = null, int? CodeLifetimeSeconds = null, int? RosterMaxAgeSeconds = null, int? FreshCredentialMaxAgeSeconds = null,
    int? PassageTimeoutSeconds = null, IReadOnlyList<string>? Languages = null, bool? FaceAllowed = null);

/// <summary>A version of a gate's policy.</summary>
public sealed record PolicyView(long Version, PolicySettings Document);

/// <summary>Gives a gate a new version of its policy; old versions stay, so that old decisions can be run again.</summary>
public static class UpdatePolicy
{
    public static void Map(IEndpointRouteBuilder gates) => gates.MapPut("/{gateId:guid}/policy", HandleAsync)
        .RequireAuthorization(Requirements.Owner).WithName("UpdatePolicy").ProducesProblem(400).ProducesProblem(404);

    private static async Task<Results<Ok<PolicyView>, ProblemHttpResult>> HandleAsync(
        Guid gateId, UpdatePolicyRequest request, Caller caller, TenantDatabase database, GateNudges nudges, TimeProvider time, CancellationToken ct)
    {
        var result = await database.InTenantAsync<Results<Ok<PolicyView>, ProblemHttpResult>>(caller.Tenant, async session =>
        {
            var arguments = new { tenant = session.Tenant, gateId };
            var version = await session.FindAsync<long?>(
                "select policy_version from gate where tenant_id = @tenant and gate_id = @gateId for update", arguments, ct);
            if (version is null) return Problem.NotFound();
            var document = await session.FindAsync<string>(
                "select document from gate_policy where tenant_id = @tenant and gate_id = @gateId and version = @version",
                new { tenant = session.Tenant, gateId, version }, ct);
            var present = PolicySettings.Parse(document ?? "{}");
            var next = present.With(request);
            var errors = next.Validate();
            if (errors.Any) return errors.ToProblem();
            // Records compare their lists by reference; what is stored is what counts.
            if (next.ToJson() == present.ToJson()) return TypedResults.Ok(new PolicyView(version.Value, present));
            await next.InsertAsync(session, gateId, version.Value + 1, time.GetUtcNow(), ct);
            await session.ExecuteAsync("update gate set policy_version = policy_version + 1 where tenant_id = @tenant and gate_id = @gateId", arguments, ct);
            return TypedResults.Ok(new PolicyView(version.Value + 1, next));
        }, ct);
        if (result.Result is Ok<PolicyView>) await nudges.NudgeAsync(caller.Tenant, ct);
        return result;
    }
}
