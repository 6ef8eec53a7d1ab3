using Microsoft.AspNetCore.Http;

namespace StudySpot.Edge.Screen;

/// <summary>
/// Lets only pages of the gate itself use it. Any page in the world could otherwise ask this computer's loopback address,
/// under a name of its own (DNS rebinding) or from its own origin.
/// </summary>
public sealed class ScreenGuard(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var request = context.Request;
        var origin = request.Headers.Origin.ToString();
        if (ScreenSettings.IsLoopback(request.Host.Host) && (origin.Length == 0 || origin == $"{request.Scheme}://{request.Host}")) return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
