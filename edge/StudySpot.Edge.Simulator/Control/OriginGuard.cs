using Microsoft.AspNetCore.Http;

namespace StudySpot.Edge.Simulator.Control;

/// <summary>
/// Lets browsers use the control endpoint only from its own page and from the demo's dashboard. Any page in the world
/// could otherwise press buttons on this computer's loopback address.
/// </summary>
public sealed class OriginGuard(SimulatorSettings settings, RequestDelegate next)
{
    public async Task InvokeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        // A name that leads here from elsewhere (DNS rebinding) does not name loopback.
        if (!SimulatorSettings.IsLoopback(context.Request.Host.Host))
        {
            await ControlProblems.ForbiddenOrigin().ExecuteAsync(context);
            return;
        }
        var origin = context.Request.Headers.Origin.ToString();
        if (origin.Length == 0)
        {
            await next(context);
            return;
        }
        if (!IsAllowed(origin))
        {
            await ControlProblems.ForbiddenOrigin().ExecuteAsync(context);
            return;
        }
        context.Response.Headers.AccessControlAllowOrigin = origin;
        context.Response.Headers.Vary = "Origin";
        if (!HttpMethods.IsOptions(context.Request.Method))
        {
            await next(context);
            return;
        }
        context.Response.Headers.AccessControlAllowMethods = "GET, POST, DELETE";
        context.Response.Headers.AccessControlAllowHeaders = "content-type";
        context.Response.StatusCode = StatusCodes.Status204NoContent;
    }

    /// <summary>Loopback goes by several names; the port tells whose page it is.</summary>
    private bool IsAllowed(string origin) =>
        Uri.TryCreate(origin, UriKind.Absolute, out var asked) && (Fits(asked, settings.ControlUrl)
            || (settings.DemoOrigin is { } demo && (origin == demo || Fits(asked, new Uri(demo)))));

    private static bool Fits(Uri asked, Uri known) => asked.Scheme == known.Scheme && asked.Port == known.Port
        && (asked.Host == known.Host || (SimulatorSettings.IsLoopback(asked.Host) && SimulatorSettings.IsLoopback(known.Host)));
}
