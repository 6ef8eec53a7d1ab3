using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace StudySpot.Edge.Screen;

/// <summary>The web server of a gate that has no other: serves the screen on loopback.</summary>
public sealed class ScreenHost : IAsyncDisposable
{
    /// <summary>Largest request body: there is nothing to send but small commands.</summary>
    private const long MaxBody = 64 * 1024;

    private readonly WebApplication _app;

    private ScreenHost(WebApplication app) => _app = app;

    /// <summary>Listens, or says in the log why it cannot: a door must work without its screen.</summary>
    /// <param name="map">Maps the pages.</param>
    public static async Task<ScreenHost?> TryStartAsync(Uri url, Action<IEndpointRouteBuilder> map, ILogger log)
    {
        ArgumentNullException.ThrowIfNull(url);
        ArgumentNullException.ThrowIfNull(map);
        // The content root is not the current folder: an appsettings.json that lies about there is none of ours.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.WebHost.UseUrls(url.ToString());
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = MaxBody);
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.UseMiddleware<ScreenGuard>();
        app.MapGet("/", () => Results.Redirect(GateScreen.Path));
        map(app);
        try
        {
            await app.StartAsync();
        }
        catch (Exception e) when (IsAddressTrouble(e))
        {
            log.LogError("{Key} is {Url}, where the gate cannot listen: {Why}. The gate runs without a screen", ScreenSettings.Key, url, e.Message);
            await app.DisposeAsync();
            return null;
        }
        log.LogInformation("The gate's screen is at {Url}", new Uri(url, GateScreen.Path));
        return new ScreenHost(app);
    }

    /// <summary>The address is taken (which comes wrapped), not allowed, or none of this computer's.</summary>
    public static bool IsAddressTrouble(Exception e) => e is IOException or SocketException;

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
