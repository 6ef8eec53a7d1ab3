using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Cloud.Api.Features.Fleet;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Credentials;

/// <param name="Reason">Shown to the member.</param>
public sealed record RevokeCredentialRequest(string Reason);

/// <summary>Ends a pass: the desk any, a student an own one. Harmless when repeated; the first reason stays.</summary>
public sealed class RevokeCredential(TenantDatabase database, GateNudges gates, TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder credentials) => credentials.MapPost("/{credentialId:guid}/revoke",
        (Guid credentialId, RevokeCredentialRequest request, Caller caller, RevokeCredential useCase, CancellationToken ct) =>
            useCase.HandleAsync(credentialId, request, caller, ct))
        .RequireAuthorization(Requirements.Anyone).WithName("RevokeCredential").ProducesProblem(400).ProducesProblem(404);

    private async Task<Results<NoContent, ProblemHttpResult>> HandleAsync(Guid credentialId, RevokeCredentialRequest request, Caller caller, CancellationToken ct)
    {
        var errors = new FieldErrors().Text("reason", request.Reason, 200);
        if (errors.Any) return errors.ToProblem();
        var found = await database.InTenantAsync(caller.Tenant, session => RevokeAsync(session, credentialId, request.Reason.Trim(), caller, ct), ct);
        if (!found) return Problem.NotFound();
        await gates.NudgeAsync(caller.Tenant, ct);
        return TypedResults.NoContent();
    }

    private async Task<bool> RevokeAsync(TenantSession session, Guid credentialId, string reason, Caller caller, CancellationToken ct)
    {
        var row = await session.FindAsync<Row>(
            "select member_id, revoked_at from credential where tenant_id = @tenant and credential_id = @credentialId",
            new { tenant = session.Tenant, credentialId }, ct);
        // Of another member's pass a student learns nothing, not even that it exists.
        if (row is null || (caller.IsStudent && row.member_id != caller.Member)) return false;
        if (row.revoked_at is not null) return true;
        var version = await RosterVersions.BumpAsync(session, ct);
        await session.ExecuteAsync(
            """
            update credential set revoked_at = @now, revoked_reason = @reason, roster_version = @version
            where tenant_id = @tenant and credential_id = @credentialId and revoked_at is null
            """, new { tenant = session.Tenant, credentialId, reason, version, now = time.GetUtcNow() }, ct);
        return true;
    }

    private sealed record Row(Guid member_id, DateTimeOffset? revoked_at);
}
