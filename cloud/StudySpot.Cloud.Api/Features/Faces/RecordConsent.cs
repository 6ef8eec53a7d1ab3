using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Cloud.Api.Features.Fleet;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Faces;

/// <param name="NoticeVersion">Of the notice the person read; an older one than the present is refused.</param>
/// <param name="Minor">Under 18: then a guardian is named.</param>
public sealed record RecordConsentRequest(int NoticeVersion, string Language, bool Minor, string? GuardianName = null);

/// <summary>A consent was written down.</summary>
public sealed record ConsentAccepted(Guid ConsentId);

/// <summary>The desk writes down a consent given in person: the member's, or for a minor the guardian's.</summary>
public static class RecordConsent
{
    public static void Map(IEndpointRouteBuilder face) => face.MapPost("/consent", HandleAsync)
        .RequireAuthorization(Requirements.Desk).WithName("RecordFaceConsent").ProducesProblem(400).ProducesProblem(404).ProducesProblem(409);

    private static async Task<Results<Ok<ConsentAccepted>, ProblemHttpResult>> HandleAsync(
        Guid memberId, RecordConsentRequest request, Caller caller, TenantDatabase database, GateNudges nudges, TimeProvider time, CancellationToken ct)
    {
        var guardian = string.IsNullOrWhiteSpace(request.GuardianName) ? null : request.GuardianName.Trim();
        var errors = ConsentFields.Validate(request.NoticeVersion, request.Language)
            .When(request.Minor && guardian is null, "guardianName", "Is needed: for a minor a parent or guardian decides.")
            .When(!request.Minor && guardian is not null, "guardianName", "Is for minors only: an adult decides alone.")
            .OptionalText("guardianName", request.GuardianName, 200);
        if (errors.Any) return errors.ToProblem();
        var notice = FaceNotice.Find(request.Language)!;
        var (found, consent) = await database.InTenantAsync(caller.Tenant, async session =>
        {
            var exists = await session.GetAsync<bool>("select exists (select from member where tenant_id = @tenant and member_id = @memberId)",
                new { tenant = session.Tenant, memberId }, ct);
            return exists
                ? (true, await FaceConsents.GiveAsync(session, memberId, notice, request.Minor, guardian, caller.AccountId, time.GetUtcNow(), ct))
                : (false, null);
        }, ct);
        if (!found) return Problem.NotFound();
        if (consent is null) return ConsentFields.InForce();
        await nudges.NudgeAsync(caller.Tenant, ct);
        return TypedResults.Ok(new ConsentAccepted(consent.Value));
    }
}

/// <summary>What the desk's and the student's consent have in common.</summary>
internal static class ConsentFields
{
    public static FieldErrors Validate(int version, string language) => new FieldErrors()
        .When(FaceNotice.Find(language) is null, "language", $"Is one of {string.Join(", ", FaceNotice.Languages)}.")
        .When(FaceNotice.Find(language) is { } notice && notice.Version != version, "noticeVersion", "Is not the present notice: read it again.");

    public static ProblemHttpResult InForce() => Problem.Conflict("consent_in_force", "A consent is in force already, or the membership has ended.");
}
