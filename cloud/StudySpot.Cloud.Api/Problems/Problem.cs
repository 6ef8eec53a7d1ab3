using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace StudySpot.Cloud.Api.Problems;

/// <summary>Answers for what went wrong: ProblemDetails whose <c>code</c> is stable and meant for programs.</summary>
public static class Problem
{
    /// <summary>Missing and foreign ids answer alike, so that ids of other tenants cannot be probed.</summary>
    public static ProblemHttpResult NotFound() => Of(StatusCodes.Status404NotFound, "not_found", "There is no such thing here.");

    public static ProblemHttpResult Conflict(string code, string title) => Of(StatusCodes.Status409Conflict, code, title);

    public static ProblemHttpResult Unauthorized(string code, string title) => Of(StatusCodes.Status401Unauthorized, code, title);

    /// <param name="wait">Also said in Retry-After.</param>
    public static ProblemHttpResult TooMany(HttpResponse response, TimeSpan wait)
    {
        ArgumentNullException.ThrowIfNull(response);
        response.Headers.RetryAfter = Math.Ceiling(Math.Max(1, wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        return Of(StatusCodes.Status429TooManyRequests, "too_many_attempts", "Too many attempts. Wait a little, then try again.");
    }

    public static ProblemHttpResult Of(int status, string code, string title) => TypedResults.Problem(new ProblemDetails
    {
        Status = status,
        Title = title,
        Extensions = { ["code"] = code },
    });

    /// <summary>The code of a status that the framework answered by itself.</summary>
    public static string CodeOf(int? status) => status switch
    {
        400 => "bad_request",
        401 => "unauthenticated",
        403 => "forbidden",
        404 => "not_found",
        405 => "method_not_allowed",
        406 => "not_acceptable",
        408 => "request_timeout",
        413 => "too_large",
        415 => "unsupported_media_type",
        429 => "too_many_requests",
        503 => "unavailable",
        >= 500 => "internal_error",
        _ => "bad_request",
    };
}
