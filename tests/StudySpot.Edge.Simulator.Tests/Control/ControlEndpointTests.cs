using System.Net;
using System.Text;
using System.Text.Json;
using StudySpot.Edge.Simulator.Tests.Camera;

namespace StudySpot.Edge.Simulator.Tests.Control;

public sealed class ControlEndpointTests(ControlEndpointTests.RunningGate running) : IClassFixture<ControlEndpointTests.RunningGate>
{
    private GateProcess Gate => running.Gate;

    [Fact]
    public async Task Camera_CodeShown_IsReadByTheRealReaderAndDecided()
    {
        await ExpectAsync(await Gate.Http.PostAsync("/camera", Picture(Pictures.Qr("SS1:SHOWN"))), HttpStatusCode.NoContent);

        await Gate.AwaitAsync(state => state.GetProperty("lastDecision").ValueKind == JsonValueKind.Object, "the code is decided");
        var decision = (await Gate.StateAsync()).GetProperty("lastDecision");
        decision.GetProperty("outcome").GetString().ShouldBe("deny");
        decision.GetProperty("reader").GetString().ShouldBe("camera");
        await ExpectAsync(await Gate.Http.DeleteAsync("/camera"), HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task Press_Exit_LetsAPersonOut()
    {
        var before = Exits(await Gate.StateAsync());

        await ExpectAsync(await Gate.Http.PostAsync("/press/exit", null), HttpStatusCode.NoContent);

        await Gate.AwaitAsync(state => Exits(state) == before + 1 && Arm(state) == "locked", "somebody went out");
    }

    [Fact]
    public async Task Fire_OnAndOff_OpensAndLocks()
    {
        await ExpectAsync(await Gate.Http.PostAsync("/fire/on", null), HttpStatusCode.NoContent);
        await Gate.AwaitAsync(state => Arm(state) == "open" && state.GetProperty("state").GetString() == "fire", "the gate is open");
        await ExpectAsync(await Gate.Http.PostAsync("/fire/off", null), HttpStatusCode.NoContent);
        await Gate.AwaitAsync(state => Arm(state) == "locked" && state.GetProperty("state").GetString() == "idle", "the gate is shut");
    }

    [Fact]
    public async Task Housing_OpenAndClosed_IsAFaultMeanwhile()
    {
        await ExpectAsync(await Gate.Http.PostAsync("/housing/open", null), HttpStatusCode.NoContent);
        await Gate.AwaitAsync(state => Faults(state).Contains("turnstile:tamper"), "the open housing is a fault");
        await ExpectAsync(await Gate.Http.PostAsync("/housing/closed", null), HttpStatusCode.NoContent);
        await Gate.AwaitAsync(state => !Faults(state).Contains("turnstile:tamper"), "the fault is gone");
    }

    [Fact]
    public async Task Board_UnpluggedAndPlugged_IsAFaultMeanwhile()
    {
        await ExpectAsync(await Gate.Http.PostAsync("/board/unplugged", null), HttpStatusCode.NoContent);
        await Gate.AwaitAsync(state => Faults(state).Contains("turnstile"), "the lost board is a fault");
        await ExpectAsync(await Gate.Http.PostAsync("/board/plugged", null), HttpStatusCode.NoContent);
        await Gate.AwaitAsync(state => !Faults(state).Contains("turnstile") && state.GetProperty("state").GetString() == "idle", "the gate works again");
    }

    [Fact]
    public async Task Door_HeldOpenAndForced_IsInTheState()
    {
        await ExpectAsync(await Gate.Http.PostAsync("/door/open", null), HttpStatusCode.NoContent);
        await ExpectAsync(await Gate.Http.PostAsync("/door/forced", null), HttpStatusCode.NoContent);
        await Gate.AwaitAsync(state => state.GetProperty("turnstile").GetProperty("doorOpen").GetBoolean()
            && state.GetProperty("turnstile").GetProperty("forced").GetInt32() > 0, "both are seen");
        await ExpectAsync(await Gate.Http.PostAsync("/door/closed", null), HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("\"walks\"")]
    [InlineData("{\"behaviour\":1}")]
    [InlineData("{\"behaviour\":\"runs\"}")]
    [InlineData("{\"behaviour\":\"\\ud800\"}")]
    [InlineData("\u0000\u0001\u00ff")]
    public async Task People_HostileBody_IsRefused(string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        await ExpectAsync(await Gate.Http.PostAsync("/people", content), HttpStatusCode.BadRequest, "unknown_word");
    }

    [Fact]
    public async Task People_DeeplyNestedAndLongBody_IsRefused()
    {
        using var content = new StringContent(new string('[', 100_000));
        await ExpectAsync(await Gate.Http.PostAsync("/people", content), HttpStatusCode.BadRequest, "unknown_word");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(100_000)]
    [InlineData(5 * 1024 * 1024)]
    [InlineData(6 * 1024 * 1024)]
    public async Task Camera_RandomBytes_AreRefused(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        await ExpectAsync(await Gate.Http.PostAsync("/camera", Picture(bytes)), HttpStatusCode.BadRequest, "bad_picture");
    }

    [Theory]
    [InlineData("/press/fire")]
    [InlineData("/press/%20")]
    [InlineData("/fire/maybe")]
    [InlineData("/housing/ajar")]
    [InlineData("/door/ajar")]
    [InlineData("/board/broken")]
    [InlineData("/clock/right")]
    public async Task Words_Unknown_AreRefused(string path) =>
        await ExpectAsync(await Gate.Http.PostAsync(path, null), HttpStatusCode.BadRequest, "unknown_word");

    [Theory]
    [InlineData("unknown")]
    [InlineData("holdover")]
    [InlineData("synchronised")]
    public async Task Clock_Set_IsReported(string quality)
    {
        await ExpectAsync(await Gate.Http.PostAsync($"/clock/{quality}", null), HttpStatusCode.NoContent);
        (await Gate.StateAsync()).GetProperty("clock").GetString().ShouldBe(quality);
        await ExpectAsync(await Gate.Http.PostAsync("/clock/synchronised", null), HttpStatusCode.NoContent);
    }

    [Theory]
    [InlineData("http://127.0.0.1:5080", true)]
    [InlineData("http://localhost:5080", true)]
    [InlineData("http://127.0.0.1:5081", false)]
    [InlineData("https://127.0.0.1:5080", false)]
    [InlineData("http://evil.example:5080", false)]
    [InlineData("null", false)]
    public async Task Origin_OnlyTheDemos_IsAllowed(string origin, bool allowed)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/state");
        request.Headers.TryAddWithoutValidation("Origin", origin);

        using var response = await Gate.Http.SendAsync(request);

        response.StatusCode.ShouldBe(allowed ? HttpStatusCode.OK : HttpStatusCode.Forbidden);
        response.Headers.TryGetValues("Access-Control-Allow-Origin", out var values).ShouldBe(allowed);
        if (allowed) values!.ShouldBe([origin]);
    }

    [Fact]
    public async Task Host_ThatIsNotLoopback_IsRefused()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/press/staff");
        request.Headers.Host = "evil.example";

        using var response = await Gate.Http.SendAsync(request);

        response.StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task Screen_Page_IsServed()
    {
        foreach (var path in (string[])["/", "/control.css", "/control.js", "/screen/", "/screen/gate.js", "/screen/texts.json"])
        {
            using var response = await Gate.Http.GetAsync(new Uri(path, UriKind.Relative));
            response.StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    private static string? Arm(JsonElement state) => state.GetProperty("turnstile").GetProperty("arm").GetString();

    private static int Exits(JsonElement state) => state.GetProperty("turnstile").GetProperty("exits").GetInt32();

    private static string[] Faults(JsonElement state) => [.. state.GetProperty("faults").EnumerateArray().Select(fault => fault.GetString()!)];

    private static ByteArrayContent Picture(byte[] bytes)
    {
        var content = new ByteArrayContent(bytes);
        content.Headers.ContentType = new("image/png");
        return content;
    }

    private static async Task ExpectAsync(HttpResponseMessage response, HttpStatusCode status, string? code = null)
    {
        using (response)
        {
            var body = await response.Content.ReadAsStringAsync();
            response.StatusCode.ShouldBe(status, body);
            if (code is not null) JsonDocument.Parse(body).RootElement.GetProperty("code").GetString().ShouldBe(code);
        }
    }

    public sealed class RunningGate : IAsyncLifetime
    {
        public GateProcess Gate { get; } = new();

        public async ValueTask InitializeAsync() => await Gate.StartAsync();

        public ValueTask DisposeAsync() => Gate.DisposeAsync();
    }
}
