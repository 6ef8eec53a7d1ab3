using Microsoft.Playwright;
using StudySpot.Testing;

namespace StudySpot.EndToEnd.Tests;

/// <summary>Debian's Chromium, headless, driven by Playwright. Collects what pages write to their console as errors.</summary>
public sealed class Browser : IAsyncDisposable
{
    private readonly IPlaywright _playwright;
    private readonly IBrowser _browser;

    private Browser(IPlaywright playwright, IBrowser browser) => (_playwright, _browser) = (playwright, browser);

    public static async Task<Browser> StartAsync()
    {
        // As long as a page may wait for anything: five seconds are not enough on a machine that does other work.
        Assertions.SetDefaultExpectTimeout(30_000);
        var playwright = await Playwright.CreateAsync();
        var browser = await playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions
        {
            ExecutablePath = "/usr/bin/chromium",
            // Root has no sandbox here; the other switches keep the browser from looking for its maker's hosts.
            Args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
        });
        return new Browser(playwright, browser);
    }

    /// <summary>A browser profile of its own, phone sized or desktop sized.</summary>
    public async Task<IPage> OpenAsync(int width, int height, string locale = "en-IN", string zone = "Asia/Kolkata")
    {
        var context = await _browser.NewContextAsync(new BrowserNewContextOptions
        {
            ViewportSize = new ViewportSize { Width = width, Height = height },
            DeviceScaleFactor = 2,
            Locale = locale,
            TimezoneId = zone,
        });
        context.SetDefaultTimeout(30_000);
        return await context.NewPageAsync();
    }

    public static async Task SignInAsync(IPage page, Login login)
    {
        await page.GetByTestId("login").FillAsync(login.Name);
        await page.GetByTestId("password").FillAsync(login.Password);
        await page.GetByTestId("sign-in").ClickAsync();
    }

    /// <summary>Keeps a picture of a page among the test results, for people to look at.</summary>
    public static Task KeepPictureAsync(IPage page, string name)
    {
        var folder = Directory.CreateDirectory(RepositoryRoot.File(".state/screenshots")).FullName;
        return page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, $"{name}.png"), FullPage = true });
    }

    public async ValueTask DisposeAsync()
    {
        await _browser.DisposeAsync();
        _playwright.Dispose();
    }
}
