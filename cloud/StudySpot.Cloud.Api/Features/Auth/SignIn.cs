using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Access;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;
using StudySpot.Crypto;

namespace StudySpot.Cloud.Api.Features.Auth;

/// <param name="Organisation">Slug of the tenant.</param>
public sealed record SignInRequest(string Organisation, string Login, string Password);

/// <summary>
/// Exchanges a password for tokens. Unknown organisation, unknown login, wrong password and disabled account answer
/// alike, after the same work.
/// </summary>
public sealed class SignIn(
    Directories directories, TenantDatabase database, SignInLimits limits, PasswordWork passwords, SessionTokens tokens)
{
    public static void Map(IEndpointRouteBuilder auth) => auth.MapPost("/sign-in", (SignInRequest request, HttpContext context, SignIn useCase, CancellationToken ct) =>
        useCase.HandleAsync(request, context, ct)).AllowAnonymous().WithName("SignIn").ProducesProblem(400).ProducesProblem(401).ProducesProblem(429);

    private async Task<Results<Ok<SignedIn>, ProblemHttpResult>> HandleAsync(SignInRequest request, HttpContext context, CancellationToken ct)
    {
        var errors = Validate(request);
        if (errors.Any) return errors.ToProblem();
        var organisation = request.Organisation.Trim().ToLowerInvariant();
        var login = request.Login.Trim().ToLowerInvariant();
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (await limits.TryTakeAsync(organisation, login, address, ct) is { } wait) return Problem.TooMany(context.Response, wait);

        var tenant = await directories.FindTenantAsync(organisation, ct);
        var account = tenant is { } known ? await FindAsync(known, login, ct) : null;
        var matches = await passwords.VerifyAsync(account?.password_hash, request.Password, ct);
        if (matches is null) return Problem.TooMany(context.Response, TimeSpan.FromSeconds(5));
        if (matches == false || account is not { disabled_at: null } || tenant is not { } id)
            return Problem.Unauthorized("sign_in_failed", "Organisation, login and password do not fit together.");

        await limits.ForgetLoginAsync(organisation, login, ct);
        var newHash = PasswordHash.NeedsRehash(account.password_hash) ? await passwords.HashAsync(request.Password, ct) : null;
        return await tokens.BeginAsync(id, account.account_id, newHash, context.Response, ct) is { } signedIn
            ? TypedResults.Ok(signedIn)
            : Problem.Unauthorized("sign_in_failed", "Organisation, login and password do not fit together.");
    }

    private static FieldErrors Validate(SignInRequest request) => new FieldErrors()
        .Text("organisation", request.Organisation, 100)
        .Text("login", request.Login, 254)
        .When(string.IsNullOrEmpty(request.Password), "password", "Is needed.")
        .When(request.Password?.Length > 200, "password", "Has more than 200 characters.");

    private Task<AccountRow?> FindAsync(TenantId tenant, string login, CancellationToken ct) => database.InTenantAsync(tenant, session =>
        session.FindAsync<AccountRow>(
            "select account_id, password_hash, disabled_at from account where tenant_id = @tenant and login = @login", new { tenant, login }, ct), ct);

    private sealed record AccountRow(Guid account_id, string password_hash, DateTime? disabled_at);
}
