using System.Net;
using StudySpot.Testing;

namespace StudySpot.Cloud.Api.Tests.Hosting;

public sealed class WebPagesTests(ApiFixture fixture)
{
    [Theory]
    [InlineData("/", "dashboard", "no-cache")]
    [InlineData("/members/some-id", "dashboard", "no-cache")]
    [InlineData("/?org=sunrise", "dashboard", "no-cache")]
    [InlineData("/pass/", "pass", "no-cache")]
    [InlineData("/pass", "pass", "no-cache")]
    [InlineData("/pass/enrol", "pass", "no-cache")]
    [InlineData("/pass/index.html", "pass", "no-cache")]
    [InlineData("/pass/sw.js", "worker", "no-cache")]
    [InlineData("/assets/app-1a2b3c.js", "script", "public, max-age=31536000, immutable")]
    public async Task Page_ByPath_IsServedWithItsCacheRule(string path, string text, string cache)
    {
        using var folder = Site();
        await using var api = await StartAsync(folder);
        using var client = api.Client();
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe(text);
        string.Join(", ", response.Headers.GetValues("Cache-Control")).ShouldBe(cache);
        var policy = response.Headers.GetValues("Content-Security-Policy").Single();
        policy.ShouldContain("script-src 'self';");
        policy.ShouldContain("connect-src 'self' http://127.0.0.1:5099;");
        response.Headers.GetValues("X-Content-Type-Options").Single().ShouldBe("nosniff");
    }

    [Theory]
    [InlineData("/assets/missing-0.js")]
    [InlineData("/../api-settings")]
    [InlineData("/api/v1/missing")]
    [InlineData("/%2e%2e/password")]
    public async Task Path_ThatIsNoPage_IsNotFound(string path)
    {
        using var folder = Site();
        await using var api = await StartAsync(folder);
        using var client = api.Client();
        using var response = await client.GetAsync(new Uri(api.Address, path), TestContext.Current.CancellationToken);
        var body = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        body.ShouldNotContain("unused");
        (response.StatusCode == HttpStatusCode.NotFound || body == "dashboard").ShouldBeTrue($"{response.StatusCode} {body}");
    }

    private Task<RunningApi> StartAsync(ScratchFolder folder) => fixture.StartAsync(TimeProvider.System, new Dictionary<string, string?>
    {
        ["STUDYSPOT_WEB_ROOT"] = folder.Path,
        ["STUDYSPOT_DEMO_GATE_URL"] = "http://127.0.0.1:5099",
    });

    private static ScratchFolder Site()
    {
        var folder = new ScratchFolder();
        Directory.CreateDirectory(folder.File("pass"));
        Directory.CreateDirectory(folder.File("assets"));
        File.WriteAllText(folder.File("index.html"), "dashboard");
        File.WriteAllText(folder.File("pass/index.html"), "pass");
        File.WriteAllText(folder.File("pass/sw.js"), "worker");
        File.WriteAllText(folder.File("assets/app-1a2b3c.js"), "script");
        return folder;
    }
}
