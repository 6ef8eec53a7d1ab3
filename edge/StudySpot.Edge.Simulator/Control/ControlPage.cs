using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace StudySpot.Edge.Simulator.Control;

/// <summary>The gate's screen with the buttons and the people of its surroundings beside it.</summary>
public static class ControlPage
{
    public static void Map(IEndpointRouteBuilder routes)
    {
        Serve(routes, "/", "control.html", "text/html; charset=utf-8");
        Serve(routes, "/control.css", "control.css", "text/css; charset=utf-8");
        Serve(routes, "/control.js", "control.js", "text/javascript; charset=utf-8");
    }

    private static void Serve(IEndpointRouteBuilder routes, string path, string resource, string type)
    {
        using var stream = typeof(ControlPage).Assembly.GetManifestResourceStream(resource)
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
