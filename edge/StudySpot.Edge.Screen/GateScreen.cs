using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace StudySpot.Edge.Screen;

/// <summary>The gate's screen at <c>/screen/</c>: a page for a kiosk browser and the events that drive it.</summary>
public static class GateScreen
{
    public const string Path = "/screen/";

    public static void Map(IEndpointRouteBuilder routes, ScreenFeed feed)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ScreenPages.Serve(routes, Path, "gate.html");
        ScreenPages.Serve(routes, Path + "gate.css", "gate.css");
        ScreenPages.Serve(routes, Path + "gate.js", "gate.js");
        ScreenPages.Serve(routes, Path + "fit.js", "fit.js");
        ScreenPages.Serve(routes, Path + "texts.json", ScreenTexts.Of("gate"), "application/json");
        routes.MapGet(Path + "events", (HttpContext context) => ScreenEvents.SendAsync(context, feed.WatchAsync));
    }
}
