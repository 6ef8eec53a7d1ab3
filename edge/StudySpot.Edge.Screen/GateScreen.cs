using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace StudySpot.Edge.Screen;

/// <summary>The gate's screen at <c>/screen/</c>: a page for a kiosk browser and the events that drive it.</summary>
public static class GateScreen
{
    public const string Path = "/screen/";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    public static void Map(IEndpointRouteBuilder routes, ScreenFeed feed)
    {
        ArgumentNullException.ThrowIfNull(routes);
        ScreenPages.Serve(routes, Path, "gate.html");
        ScreenPages.Serve(routes, Path + "gate.css", "gate.css");
        ScreenPages.Serve(routes, Path + "gate.js", "gate.js");
        ScreenPages.Serve(routes, Path + "fit.js", "fit.js");
        ScreenPages.Serve(routes, Path + "texts.json", ScreenTexts.Of("gate"), "application/json");
        routes.MapGet(Path + "events", (HttpContext context) => SendAsync(context, feed));
    }

    /// <summary>Server-sent events: one view after another until the screen goes or the gate stops.</summary>
    private static async Task SendAsync(HttpContext context, ScreenFeed feed)
    {
        // Without the host's own end a screen that stays connected would hold up its stop for 30 s.
        var stopping = context.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        var response = context.Response;
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        try
        {
            await response.WriteAsync("retry: 1000\n\n", end.Token);
            await foreach (var view in feed.WatchAsync(end.Token))
            {
                await response.WriteAsync($"data: {JsonSerializer.Serialize(view, Json)}\n\n", end.Token);
                await response.Body.FlushAsync(end.Token);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The screen was switched off, or the gate stops.
        }
    }
}
