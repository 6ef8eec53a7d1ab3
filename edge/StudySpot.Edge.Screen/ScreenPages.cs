using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace StudySpot.Edge.Screen;

/// <summary>Serves pages that are in the assembly: no file, no network, nothing from elsewhere.</summary>
public static class ScreenPages
{
    /// <summary>Scripts and styles only from the gate itself, and nothing inline.</summary>
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'self'";

    /// <summary>Where a page has the drawing that all pages share; inline, because only then styles reach its parts.</summary>
    private const string SymbolHere = "<!--symbol.svg-->";

    /// <summary>Maps a file of <c>Pages/</c>.</summary>
    /// <param name="resource">File name; its ending chooses the type.</param>
    public static void Serve(IEndpointRouteBuilder routes, string path, string resource) =>
        Serve(routes, path, resource.EndsWith(".html", StringComparison.Ordinal) ? WithSymbol(Read(resource)) : Read(resource), TypeOf(resource));

    /// <summary>Maps bytes.</summary>
    public static void Serve(IEndpointRouteBuilder routes, string path, byte[] bytes, string type) => routes.MapGet(path, (HttpResponse response) =>
    {
        response.Headers.ContentSecurityPolicy = Policy;
        response.Headers.XContentTypeOptions = "nosniff";
        // An updated gate shows its new page at the next load.
        response.Headers.CacheControl = "no-cache";
        return Results.Bytes(bytes, type);
    });

    /// <exception cref="InvalidOperationException">There is no such file in the assembly.</exception>
    internal static byte[] Read(string resource)
    {
        using var stream = typeof(ScreenPages).Assembly.GetManifestResourceStream(resource)
            ?? throw new InvalidOperationException($"{resource} is not in the assembly.");
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static byte[] WithSymbol(byte[] page) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(page).Replace(SymbolHere, Encoding.UTF8.GetString(Read("symbol.svg")), StringComparison.Ordinal));

    private static string TypeOf(string resource) => Path.GetExtension(resource) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".json" => "application/json",
        var other => throw new InvalidOperationException($"No type is known for {other}."),
    };
}
