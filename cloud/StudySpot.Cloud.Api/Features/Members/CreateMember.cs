using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Cloud.Api.Features.Fleet;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Api.Features.Members;

/// <summary>A new member; with a password also the account of the student pass.</summary>
/// <param name="Login">The phone's digits unless told.</param>
public sealed record CreateMemberRequest(
    string Name, string? Phone = null, string? Email = null, DateOnly? ValidThrough = null, IReadOnlyList<Guid>? Halls = null,
    IReadOnlyList<AllowedHours>? Hours = null, string? Login = null, string? Password = null);

/// <summary>Adds a member, numbered in the order of joining.</summary>
public sealed class CreateMember(TenantDatabase database, PasswordWork passwords, GateNudges nudges, TimeProvider time)
{
    public static void Map(IEndpointRouteBuilder members) => members.MapPost("", (CreateMemberRequest request, Caller caller, CreateMember useCase, CancellationToken ct) =>
            useCase.HandleAsync(request, caller, ct))
        .RequireAuthorization(Requirements.Desk).WithName("CreateMember").ProducesProblem(400).ProducesProblem(409);

    private async Task<Results<Created<MemberView>, ProblemHttpResult>> HandleAsync(CreateMemberRequest request, Caller caller, CancellationToken ct)
    {
        var details = new MemberDetails(request.Name, request.Phone, request.Email, request.ValidThrough, request.Halls, request.Hours);
        var login = LoginOf(request);
        var errors = Validate(request, details, login);
        if (errors.Any) return errors.ToProblem();
        string? hash = null;
        if (request.Password is not null && (hash = await passwords.HashAsync(request.Password, ct)) is null) return Busy();

        var now = time.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var result = await database.InTenantAsync<Results<Created<MemberView>, ProblemHttpResult>>(caller.Tenant, async session =>
        {
            // Takes the tenant's row lock: from here to the commit nobody else of this tenant numbers a member.
            var version = await RosterVersions.BumpAsync(session, ct);
            if (!await details.HallsExistAsync(session, ct)) return UnknownHall();
            if (hash is not null && await LoginTakenAsync(session, login, ct))
                return Problem.Conflict("login_taken", "This login is in use. Choose another one.");
            await InsertAsync(session, id, details, "active", version, now, ct);
            if (hash is not null) await InsertAccountAsync(session, id, login, hash, now, ct);
            var row = await MemberRow.FindAsync(session, id, now, ct);
            return TypedResults.Created($"/api/v1/members/{id}", row!.ToView());
        }, ct);
        if (result.Result is Created<MemberView>) await nudges.NudgeAsync(caller.Tenant, ct);
        return result;
    }

    public static ProblemHttpResult UnknownHall() => new FieldErrors().Add("halls", "Names a hall that does not exist.").ToProblem();

    public static ProblemHttpResult Busy() => Problem.Of(StatusCodes.Status503ServiceUnavailable, "busy", "Too much work at the moment. Try again in a few seconds.");

    /// <summary>Needs the tenant's row lock, which <see cref="RosterVersions.BumpAsync"/> takes.</summary>
    public static Task<int> InsertAsync(
        TenantSession session, Guid id, MemberDetails details, string status, long version, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(details);
        return session.ExecuteAsync(
            $"""
            insert into member (tenant_id, member_id, member_number, name, phone, email, status, valid_through, halls, hours, created_at, roster_version)
            select @tenant, @memberId, coalesce(max(member_number), 0) + 1, @name, @phone, @email, '{status}', @validThrough, @halls, @hours::jsonb, @now, @rosterVersion
            from member where tenant_id = @tenant
            """, details.ToParameters(session.Tenant, id, version, now), ct);
    }

    public static Task<int> InsertAccountAsync(TenantSession session, Guid memberId, string login, string hash, DateTimeOffset now, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.ExecuteAsync(
            """
            insert into account (tenant_id, account_id, login, password_hash, role, member_id, created_at)
            values (@tenant, @account, @login, @hash, 'student', @memberId, @now)
            """, new { tenant = session.Tenant, account = Guid.CreateVersion7(now), login, hash, memberId, now }, ct);
    }

    private static FieldErrors Validate(CreateMemberRequest request, MemberDetails details, string login)
    {
        var errors = details.Validate();
        if (request.Password is null)
            return errors.When(!string.IsNullOrWhiteSpace(request.Login), "password", "Is needed with a login.");
        return errors.Password("password", request.Password)
            .When(login.Length is < 3 or > 254, "login", "Needs 3 to 254 characters, or a phone number in its place.")
            .OptionalText("login", request.Login, 254);
    }

    private static string LoginOf(CreateMemberRequest request) =>
        MemberDetails.Trimmed(request.Login)?.ToLowerInvariant() ?? new string([.. (request.Phone ?? "").Where(char.IsAsciiDigit)]);

    private static Task<bool> LoginTakenAsync(TenantSession session, string login, CancellationToken ct) => session.GetAsync<bool>(
        "select exists (select from account where tenant_id = @tenant and login = @login)", new { tenant = session.Tenant, login }, ct);
}
