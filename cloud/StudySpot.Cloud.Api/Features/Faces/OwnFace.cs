using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Cloud.Api.Features.Fleet;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Features.Faces;

/// <param name="Adult">The person says that they are 18 or older; without it a guardian decides at the desk.</param>
public sealed record OwnConsentRequest(int NoticeVersion, string Language, bool Adult);

/// <summary>The student's own side: see, agree, withdraw as easily as agreed (DPDP Act 2023, s. 6(4)).</summary>
public static class OwnFace
{
    public static void Map(IEndpointRouteBuilder faces)
    {
        faces.MapGet("/mine", ReadAsync).RequireAuthorization(Requirements.Student).WithName("ReadOwnFace");
        faces.MapPost("/mine/consent", ConsentAsync).RequireAuthorization(Requirements.Student).WithName("GiveOwnFaceConsent").ProducesProblem(400).ProducesProblem(409);
        faces.MapPost("/mine/withdraw", WithdrawAsync).RequireAuthorization(Requirements.Student).WithName("WithdrawOwnFaceConsent");
    }

    private static async Task<Results<Ok<FaceView>, ProblemHttpResult>> ReadAsync(Caller caller, TenantDatabase database, TimeProvider time, CancellationToken ct) =>
        await database.InTenantAsync(caller.Tenant, session => FaceViews.FindAsync(session, caller.Member!.Value, time.GetUtcNow(), ct), ct) is { } view
            ? TypedResults.Ok(view)
            : Problem.NotFound();

    private static async Task<Results<Ok<ConsentAccepted>, ProblemHttpResult>> ConsentAsync(
        OwnConsentRequest request, Caller caller, TenantDatabase database, GateNudges nudges, TimeProvider time, CancellationToken ct)
    {
        var errors = ConsentFields.Validate(request.NoticeVersion, request.Language)
            .When(!request.Adult, "adult", "Under 18 a parent or guardian decides, at the desk.");
        if (errors.Any) return errors.ToProblem();
        var member = caller.Member!.Value;
        var (minor, consent) = await database.InTenantAsync(caller.Tenant, async session =>
        {
            // What the desk wrote down weighs more than a tick.
            var isMinor = await session.GetAsync<bool>("select minor from member where tenant_id = @tenant and member_id = @member", new { tenant = session.Tenant, member }, ct);
            return isMinor
                ? (true, null)
                : (false, await FaceConsents.GiveAsync(session, member, FaceNotice.Find(request.Language)!, minor: false, null, caller.AccountId, time.GetUtcNow(), ct));
        }, ct);
        if (minor) return Problem.Conflict("guardian_needed", "Under 18 a parent or guardian decides, at the desk.");
        if (consent is null) return ConsentFields.InForce();
        await nudges.NudgeAsync(caller.Tenant, ct);
        return TypedResults.Ok(new ConsentAccepted(consent.Value));
    }

    private static async Task<NoContent> WithdrawAsync(Caller caller, TenantDatabase database, GateNudges nudges, TimeProvider time, CancellationToken ct)
    {
        var changed = await database.InTenantAsync(caller.Tenant,
            session => FaceConsents.WithdrawAsync(session, caller.Member!.Value, caller.AccountId, time.GetUtcNow(), ct), ct);
        if (changed) await nudges.NudgeAsync(caller.Tenant, ct);
        return TypedResults.NoContent();
    }
}
