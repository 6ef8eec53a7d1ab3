using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace StudySpot.Edge.Simulator.Screen;

/// <summary>The page that stands for the gate's screen and buttons.</summary>
public static class GateScreen
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Serve(routes, "/", "screen.html", "text/html; charset=utf-8");
        Serve(routes, "/screen.css", "screen.css", "text/css; charset=utf-8");
        Serve(routes, "/screen.js", "screen.js", "text/javascript; charset=utf-8");
    }

    private static void Serve(IEndpointRouteBuilder routes, string path, string resource, string type)
    {
        using var stream = typeof(GateScreen).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not in the assembly.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        routes.MapGet(path, (HttpResponse response) =>
        {
            response.Headers.ContentSecurityPolicy = "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'";
            response.Headers.XContentTypeOptions = "nosniff";
            response.Headers.CacheControl = "no-cache";
            return Results.Bytes(bytes, type);
        });
    }
}
