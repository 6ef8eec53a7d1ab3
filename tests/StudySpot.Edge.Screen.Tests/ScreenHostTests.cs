using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using StudySpot.Access;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Testing;

namespace StudySpot.Edge.Screen.Tests;

public sealed class ScreenHostTests : IAsyncLifetime
{
    private readonly ScreenFeed _feed = new(new ScreenReaders(["camera"], []), () => ["kn", "en"], TimeProvider.System);
    private readonly HttpClient _http = new(new HttpClientHandler { AllowAutoRedirect = false }) { Timeout = TimeSpan.FromSeconds(30) };
    private readonly Uri _url = new($"http://127.0.0.1:{FreePort.Next()}/");
    private ScreenHost? _host;

    public async ValueTask InitializeAsync()
    {
        _host = await ScreenHost.TryStartAsync(_url, routes => GateScreen.Map(routes, _feed), NullLogger.Instance);
        _host.ShouldNotBeNull();
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is not null) await _host.DisposeAsync();
        _feed.Dispose();
        _http.Dispose();
    }

    [Theory]
    [InlineData("", "text/html")]
    [InlineData("gate.css", "text/css")]
    [InlineData("gate.js", "text/javascript")]
    [InlineData("fit.js", "text/javascript")]
    [InlineData("texts.json", "application/json")]
    public async Task Get_EveryFile_IsThereWithItsTypeAndPolicy(string file, string type)
    {
        using var response = await _http.GetAsync(new Uri(_url, "/screen/" + file));

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        var policy = response.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
        policy.ShouldStartWith("default-src 'none';");
        policy.ShouldNotContain("http");
        policy.ShouldNotContain("unsafe");
    }

    [Theory]
    [InlineData("gate.html")]
    [InlineData("gate.css")]
    [InlineData("gate.js")]
    [InlineData("fit.js")]
    [InlineData("enrol.html")]
    [InlineData("enrol.css")]
    [InlineData("enrol.js")]
    public void Pages_NoneOfThem_NamesAnotherHost(string file)
    {
        var text = System.Text.Encoding.UTF8.GetString(ScreenPages.Read(file));

        text.ShouldNotContain("//www");
        text.ShouldNotContain("http:");
        text.ShouldNotContain("https:");
        text.ShouldNotContain("innerHTML");
    }

    [Fact]
    public async Task Get_Root_LeadsToTheScreen()
    {
        using var response = await _http.GetAsync(_url);

        response.Headers.Location!.ToString().ShouldBe("/screen/");
    }

    /// <summary>Whatever is asked for: pages, events, and the enrolment's, which are not mapped here and would be a 404 without the guard.</summary>
    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("Origin", "http://evil.example")]
    [InlineData("Origin", "null")]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    public async Task Get_FromElsewhere_IsRefused(string header, string value)
    {
        foreach (var path in (string[])["/", "/screen/", "/screen/events", "/screen/enrol/", "/screen/enrol/events"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_url, path));
            request.Headers.TryAddWithoutValidation(header, value);

            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);

            response.StatusCode.ShouldBe(HttpStatusCode.Forbidden, path);
        }
    }

    [Theory]
    [InlineData("same-origin", "empty")]
    [InlineData("none", "document")]
    [InlineData("cross-site", "document")]
    public async Task Get_OwnPageOrAPersonWhoFollowsALink_IsAnswered(string site, string destination)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(_url, "/screen/"));
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Site", site);
        request.Headers.TryAddWithoutValidation("Sec-Fetch-Dest", destination);

        using var response = await _http.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Events_AnswerOfTheGate_ComesWithLanguagesAndWithoutANameOfAnybody()
    {
        using var response = await _http.GetAsync(new Uri(_url, "/screen/events"), HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        (await NextAsync(lines)).GetProperty("sign").GetString().ShouldBe("wait");

        _feed.Decided(ScreenViewTests.Notice(Outcome.Deny, Reason.OutsideHours));

        var view = await NextAsync(lines);
        view.EnumerateObject().Select(member => member.Name).ShouldBe(["sign", "headline", "reason", "languages", "limited", "answer", "hint"]);
        view.GetProperty("sign").GetString().ShouldBe("stop");
        view.GetProperty("reason").GetString().ShouldBe("outside_hours");
        view.GetProperty("languages")[0].GetString().ShouldBe("kn");
    }

    [Fact]
    public async Task Dispose_ScreenStillConnected_EndsItsEvents()
    {
        using var response = await _http.GetAsync(new Uri(_url, "/screen/events"), HttpCompletionOption.ResponseHeadersRead);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        await NextAsync(lines);

        // Kestrel's own patience with open requests is 30 s.
        await _host!.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20));
        _host = null;
    }

    [Fact]
    public async Task TryStart_AddressInUse_IsNoReasonToStop() =>
        (await ScreenHost.TryStartAsync(_url, routes => GateScreen.Map(routes, _feed), NullLogger.Instance)).ShouldBeNull();

    [Fact]
    public async Task TryStart_AddressThatCannotBeBound_IsNoReasonToStop()
    {
        // Loopback by its number, and no socket of this computer's takes it: as a port below 1024 without the right to it.
        var url = new Uri($"http://[::ffff:127.0.0.1]:{FreePort.Next()}/");

        (await ScreenHost.TryStartAsync(url, routes => GateScreen.Map(routes, _feed), NullLogger.Instance)).ShouldBeNull();
    }

    [Theory]
    [InlineData("http://0.0.0.0:5091")]
    [InlineData("http://gate.local:5091")]
    [InlineData("https://127.0.0.1:5091")]
    [InlineData("5091")]
    public void Settings_AddressOthersCanReach_IsRefusedWithTheFix(string text)
    {
        var source = new SettingsSource(key => key == ScreenSettings.Key ? text : null);

        ScreenSettings.Read(source).Url.ShouldBeNull();
        source.Faults.ShouldHaveSingleItem().ShouldContain("loopback");
    }

    [Fact]
    public void Settings_NothingSet_IsNoScreen()
    {
        var source = new SettingsSource(_ => null);

        ScreenSettings.Read(source).Url.ShouldBeNull();
        source.Faults.ShouldBeEmpty();
    }

    private static async Task<JsonElement> NextAsync(StreamReader lines)
    {
        while (await lines.ReadLineAsync().WaitAsync(TimeSpan.FromSeconds(30)) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal)) return JsonDocument.Parse(line["data: ".Length..]).RootElement;
        }
        throw new InvalidOperationException("The events ended.");
    }
}
