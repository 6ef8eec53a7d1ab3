using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Credentials;

/// <param name="RevokedReason">A word such as <c>replaced</c>, or what the desk wrote.</param>
public sealed record OwnCredential(
    Guid CredentialId, string? DeviceLabel, DateTimeOffset NotBefore, DateTimeOffset NotAfter, DateTimeOffset? RevokedAt, string? RevokedReason);

/// <param name="ServerTime">Lets the phone notice that its clock is wrong.</param>
public sealed record OwnCredentials(IReadOnlyList<OwnCredential> Items, DateTimeOffset ServerTime);

/// <summary>The caller's own passes, newest first, so that a phone learns what became of its own.</summary>
public sealed class ListOwnCredentials(TenantDatabase database, TimeProvider time)
{
    /// <summary>Live ones are at most <see cref="IssueCredential.MaxLive"/>; the rest is history.</summary>
    private const int MaxItems = 50;

    public static void Map(IEndpointRouteBuilder credentials) => credentials.MapGet("/mine", (Caller caller, ListOwnCredentials useCase, CancellationToken ct) =>
        useCase.HandleAsync(caller, ct)).RequireAuthorization(Requirements.Student).WithName("ListOwnCredentials");

    private async Task<Ok<OwnCredentials>> HandleAsync(Caller caller, CancellationToken ct)
    {
        var rows = await database.InTenantAsync(caller.Tenant, session => session.ListAsync<Row>(
            """
            select credential_id, device_label, not_before, not_after, revoked_at, revoked_reason from credential
            where tenant_id = @tenant and member_id = @member order by not_before desc, credential_id desc limit @limit
            """, new { tenant = session.Tenant, member = caller.Member, limit = MaxItems }, ct), ct);
        var items = rows.Select(row => new OwnCredential(row.credential_id, row.device_label, row.not_before, row.not_after, row.revoked_at, row.revoked_reason));
        return TypedResults.Ok(new OwnCredentials([.. items], time.GetUtcNow()));
    }

    private sealed record Row(
        Guid credential_id, string? device_label, DateTimeOffset not_before, DateTimeOffset not_after, DateTimeOffset? revoked_at, string? revoked_reason);
}
