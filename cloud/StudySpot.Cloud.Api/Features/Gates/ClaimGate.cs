using Microsoft.AspNetCore.Http.HttpResults;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Problems;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Api.Features.Gates;

/// <param name="Code">The claim code, as people write it.</param>
/// <param name="CsrPem">PKCS#10 request in PEM, of an ECDSA P-256 key that signed it.</param>
public sealed record ClaimGateRequest(string Code, string CsrPem)
{
    /// <summary>Without the code.</summary>
    public override string ToString() => nameof(ClaimGateRequest);
}

/// <summary>
/// Makes the device that has a gate's claim code that gate: a certificate for the device's own key, and what else its bundle
/// holds. Wrong, expired, used and replaced codes, and those of retired gates, answer alike.
/// </summary>
public sealed class ClaimGate(
    AttemptLimits limits, Directories directories, TenantDatabase database, ClaimedGates gates, TimeProvider time)
{
    /// <summary>
    /// One installer sets up a hall's gates from one address. 5,760 guesses a day and address against 2^50 codes: 10,000 addresses
    /// that guess at 1,000 codes in force hit one in 19,000 days.
    /// </summary>
    public const int PerAddress = 20;

    public static void Map(IEndpointRouteBuilder api) => api.MapPost("/claims", (ClaimGateRequest request, HttpContext context, ClaimGate useCase, CancellationToken ct) =>
        useCase.HandleAsync(request, context, ct)).AllowAnonymous().WithTags("Gates").WithName("ClaimGate").ProducesProblem(400).ProducesProblem(404).ProducesProblem(429);

    private async Task<Results<Ok<ProvisioningBundle>, ProblemHttpResult>> HandleAsync(ClaimGateRequest request, HttpContext context, CancellationToken ct)
    {
        var address = context.Connection.RemoteIpAddress?.ToString() ?? "";
        if (await limits.TryTakeAsync([new AttemptCounter("claim address", address, PerAddress)], ct) is { } wait) return Problem.TooMany(context.Response, wait);
        // Before the code: a device that cannot make a request does not use one up.
        if (SigningRequest.TryReadKey(request.CsrPem) is not { } key)
            return new FieldErrors().Add("csrPem", "Is not a PKCS#10 request in PEM of an ECDSA P-256 key, signed by it with SHA-256.").ToProblem();
        if (!ClaimCode.TryRead(request.Code, out var code)) return NotFound();
        var hash = gates.HashOf(code);
        if (await directories.FindClaimAsync(hash, time.GetUtcNow(), ct) is not { } place) return NotFound();
        return await database.InTenantAsync(place.Tenant, session => gates.ClaimAsync(session, place.Gate, hash, key, ct), ct) is { } bundle
            ? TypedResults.Ok(bundle)
            : NotFound();
    }

    private static ProblemHttpResult NotFound() =>
        Problem.Of(StatusCodes.Status404NotFound, "claim_not_found", "This code is wrong, expired or used. A new one is made on the gate's page.");
}
