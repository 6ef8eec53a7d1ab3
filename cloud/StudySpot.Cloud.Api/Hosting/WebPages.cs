using Microsoft.Extensions.FileProviders;
using Microsoft.Net.Http.Headers;

namespace StudySpot.Cloud.Api.Hosting;

/// <summary>
/// Serves the built dashboard at <c>/</c> and the student pass at <c>/pass/</c>. Both are single-page applications: a path
/// that is no file gets the page of its side.
/// </summary>
public static class WebPages
{
    /// <summary>Vite puts files whose name carries a hash of their content here; they never change.</summary>
    private const string HashedFolder = "/assets/";

    public static void UseWebFiles(this IApplicationBuilder app, string? webRoot)
    {
        if (webRoot is null) return;
        app.UseStaticFiles(new StaticFileOptions
        {
            FileProvider = new PhysicalFileProvider(webRoot),
            OnPrepareResponse = prepared => prepared.Context.Response.Headers[HeaderNames.CacheControl] =
                prepared.Context.Request.Path.Value?.Contains(HashedFolder, StringComparison.Ordinal) == true
                    ? "public, max-age=31536000, immutable"
                    : "no-cache",
        });
    }

    public static void MapWebPages(this IEndpointRouteBuilder app, string? webRoot)
    {
        // What no route knows is not found, for everybody; without this the closed default would ask to sign in first.
        app.MapFallback("{**path}", NotFound).AllowAnonymous().ExcludeFromDescription();
        if (webRoot is null) return;
        var files = new PhysicalFileProvider(webRoot);
        var passPage = files.GetFileInfo("pass/index.html").Exists ? "pass/index.html" : "index.html";
        app.MapFallback("/pass/{**path:nonfile}", context => SendAsync(context, files, passPage)).AllowAnonymous().ExcludeFromDescription();
        app.MapFallback("{**path:nonfile}", context => SendAsync(context, files, "index.html")).AllowAnonymous().ExcludeFromDescription();
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static Task SendAsync(HttpContext context, PhysicalFileProvider files, string page)
    {
        if (context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
            || !(HttpMethods.IsGet(context.Request.Method) || HttpMethods.IsHead(context.Request.Method)))
            return NotFound(context);
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-cache";
        return context.Response.SendFileAsync(files.GetFileInfo(page), context.RequestAborted);
    }
}
