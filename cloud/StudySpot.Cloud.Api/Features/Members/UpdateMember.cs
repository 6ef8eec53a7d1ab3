using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Cloud.Api.Features.Fleet;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Api.Features.Members;

/// <summary>Replaces what is written down about a member; what is left out is emptied.</summary>
public sealed record UpdateMemberRequest(
    string Name, string? Phone = null, string? Email = null, DateOnly? ValidThrough = null, IReadOnlyList<Guid>? Halls = null,
    IReadOnlyList<AllowedHours>? Hours = null);

/// <summary>Changes a member. The roster moves only when what gates know of the member changed.</summary>
public static class UpdateMember
{
    public static void Map(IEndpointRouteBuilder members) => members.MapPut("/{memberId:guid}", HandleAsync)
        .RequireAuthorization(Requirements.Desk).WithName("UpdateMember").ProducesProblem(400).ProducesProblem(404);

    private static async Task<Results<Ok<MemberView>, ProblemHttpResult>> HandleAsync(
        Guid memberId, UpdateMemberRequest request, Caller caller, TenantDatabase database, GateNudges nudges, TimeProvider time, CancellationToken ct)
    {
        var details = new MemberDetails(request.Name, request.Phone, request.Email, request.ValidThrough, request.Halls, request.Hours);
        var errors = details.Validate();
        if (errors.Any) return errors.ToProblem();
        var now = time.GetUtcNow();
        var (result, moved) = await database.InTenantAsync<(Results<Ok<MemberView>, ProblemHttpResult>, bool)>(caller.Tenant, async session =>
        {
            if (await MemberRow.FindAsync(session, memberId, now, ct) is not { } before) return (Problem.NotFound(), false);
            if (!await details.HallsExistAsync(session, ct)) return (CreateMember.UnknownHall(), false);
            var standing = ChangesStanding(before, details);
            // Taken before the member's row is written, here as everywhere: the other order could deadlock.
            var version = standing ? await RosterVersions.BumpAsync(session, ct) : (long?)null;
            await session.ExecuteAsync(
                """
                update member set name = @name, phone = @phone, email = @email, valid_through = @validThrough, halls = @halls, hours = @hours::jsonb,
                    roster_version = coalesce(@rosterVersion, roster_version)
                where tenant_id = @tenant and member_id = @memberId
                """, details.ToParameters(session.Tenant, memberId, version, now), ct);
            return (TypedResults.Ok((await MemberRow.FindAsync(session, memberId, now, ct))!.ToView()), standing);
        }, ct);
        if (moved) await nudges.NudgeAsync(caller.Tenant, ct);
        return result;
    }

    /// <summary>True when gates must learn of it: paid days, halls or hours differ. A new name or phone number is no business of theirs.</summary>
    public static bool ChangesStanding(MemberRow before, MemberDetails after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(after);
        return before.ValidThrough != after.ValidThrough
            || !before.Halls.ToHashSet().SetEquals(after.HallIds)
            || !before.ReadHours().SequenceEqual(after.Hours ?? []);
    }
}
