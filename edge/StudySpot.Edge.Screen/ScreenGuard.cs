using Microsoft.AspNetCore.Http;

namespace StudySpot.Edge.Screen;

/// <summary>
/// Lets only pages of the gate itself use it. Any page in the world could otherwise ask this computer's loopback address,
/// under a name of its own (DNS rebinding), from its own origin, or with a picture or frame, which names no origin.
/// </summary>
public sealed class ScreenGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (IsOwn(context.Request)) return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private static bool IsOwn(HttpRequest request)
    {
        var origin = request.Headers.Origin.ToString();
        if (!ScreenSettings.IsLoopback(request.Host.Host) || (origin.Length > 0 && origin != $"{request.Scheme}://{request.Host}")) return false;
        // Browsers of the last years say who asks (Fetch Metadata); a person who follows a link may come from anywhere.
        return request.Headers["Sec-Fetch-Site"].ToString() is "" or "same-origin" or "none" || request.Headers["Sec-Fetch-Dest"] == "document";
    }
}
