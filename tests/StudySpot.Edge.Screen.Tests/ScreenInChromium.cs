using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;
using StudySpot.Testing;

namespace StudySpot.Edge.Screen.Tests;

/// <summary>A gate's screen in Debian's Chromium, of a feed that tests drive.</summary>
public sealed class ScreenInChromium : IAsyncLifetime
{
    public Uri Url { get; } = new($"http://127.0.0.1:{FreePort.Next()}/");
    private ScreenHost? _host;
    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public ScreenFeed Feed { get; private set; } = null!;

    public IPage Page { get; private set; } = null!;

    /// <summary>Languages of the policy from the next view on.</summary>
    public IReadOnlyList<string> Languages { get; set; } = ["en", "hi"];

    public SettableTime Time { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Feed = new ScreenFeed(new ScreenReaders(["camera"], ["face", "camera"]), () => Languages, Time) { FacesOpen = static () => true };
        _host = (await ScreenHost.TryStartAsync(Url, routes => GateScreen.Map(routes, Feed), NullLogger.Instance)).ShouldNotBeNull();
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            // Root has no sandbox here; the other switches keep the browser from looking for its maker's hosts.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        Page = await _browser.NewPageAsync();
        Page.SetDefaultTimeout(30_000);
        await Page.SetViewportSizeAsync(800, 480);
        await Page.GotoAsync(new Uri(Url, "/screen/?sound=off").ToString());
        await Page.Locator("#sign.wait").WaitForAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_host is not null) await _host.DisposeAsync();
        Feed.Dispose();
    }
}
