using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using StudySpot.Testing;

namespace StudySpot.EndToEnd.Tests;

/// <summary>The main job: a student's code opens the gate and the owner sees it.</summary>
public sealed class WalkThroughTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Student_HoldsThePassToTheCamera_TurnstileOpensAndTheOwnerSeesIt()
    {
        await using var system = await RunningSystem.StartAsync();
        await using var serial = await SerialLine.PlugInAsync();
        await using var browser = await Browser.StartAsync();
        // The gate waits for a camera that is not there yet: the walk-up video is made from the pass page below.
        var video = system.Scratch("walk-up.mp4");
        await using var gate = new GateProcess(system.SeededBundle, system.Scratch("gate"), serial.Device, camera: video);
        await gate.StartAsync();
        await gate.AwaitAsync(HasRosterAndPolicy, "the gate has its roster and policy");

        // The owner is far away; the hall's clock counts, and the page says so.
        var dashboard = await browser.OpenAsync(1280, 900, zone: "Europe/Berlin");
        await dashboard.GotoAsync($"{system.ApiUrl}/?org=sunrise");
        await Browser.SignInAsync(dashboard, system.Owner);
        await dashboard.GetByTestId("live-feed").WaitForAsync();
        await Assertions.Expect(dashboard.GetByTestId("zone")).ToContainTextAsync("Asia/Kolkata");
        // Both at once: another row may come in between.
        var shown = await dashboard.Locator("[data-testid=feed-row] time").First.EvaluateAsync<string[]>("time => [time.dateTime, time.textContent]");
        var inIndia = DateTimeOffset.Parse(shown[0], System.Globalization.CultureInfo.InvariantCulture).ToOffset(TimeSpan.FromHours(5.5));
        shown[1].ShouldContain(inIndia.ToString("HH:mm", System.Globalization.CultureInfo.InvariantCulture));
        var insideBefore = await InsideAsync(dashboard);

        var pass = await browser.OpenAsync(360, 800);
        await pass.GotoAsync($"{system.ApiUrl}/pass/?org=sunrise");
        await Browser.SignInAsync(pass, system.Student);
        await pass.GetByTestId("qr").WaitForAsync();
        await Browser.KeepPictureAsync(pass, "pass-phone");
        var shot = system.Scratch("pass.png");
        await pass.GetByTestId("qr").ScreenshotAsync(new LocatorScreenshotOptions { Path = shot });
        await FilmAsync(shot, video);

        await gate.AwaitAsync(state => state.GetProperty("turnstile").GetProperty("passages").GetInt32() >= 1, "somebody went through");
        await Assertions.Expect(dashboard.Locator("[data-testid=feed-row][data-kind=passage]").First).Not.ToContainTextAsync("by face");
        await Assertions.Expect(dashboard.GetByTestId("inside-count")).ToHaveAttributeAsync("data-inside", (insideBefore + 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
        await Browser.KeepPictureAsync(dashboard, "live-desktop");

        // The same video runs on: the camera sees a used code again, nobody is let in twice and the owner sees why.
        await serial.TypeAsync("NOT A STUDYSPOT CODE");
        await Assertions.Expect(dashboard.Locator("[data-testid=feed-row][data-outcome=deny]").First).ToBeVisibleAsync();
        (await gate.StateAsync()).GetProperty("turnstile").GetProperty("passages").GetInt32().ShouldBe(1);

        // What the gate decided can be decided again in the cloud, from what was stored, with the same answer: the good code and the bad one.
        await system.SignInAsOwnerAsync();
        (await RerunAsync(system, "allow")).ShouldBe(("allow", "allowed", true));
        (await RerunAsync(system, "deny", "malformed")).ShouldBe(("deny", "malformed", true));
    }

    [Fact]
    public async Task Pass_WithNoNetworkAfterTheFirstSignIn_StillOpensTheGate()
    {
        await using var system = await RunningSystem.StartAsync();
        await using var browser = await Browser.StartAsync();
        var video = system.Scratch("walk-up.mp4");
        await using var gate = new GateProcess(system.SeededBundle, system.Scratch("gate"), serial: null, camera: video);
        await gate.StartAsync();
        await gate.AwaitAsync(HasRosterAndPolicy, "the gate has its roster and policy");
        var pass = await browser.OpenAsync(360, 800, locale: "hi-IN");
        await pass.GotoAsync($"{system.ApiUrl}/pass/?org=sunrise");
        await Browser.SignInAsync(pass, system.Student);
        await pass.GetByTestId("qr").WaitForAsync();
        await pass.EvaluateAsync("() => navigator.serviceWorker.ready.then(() => true)");
        await Browser.KeepPictureAsync(pass, "pass-phone-hindi");

        // 6 am, no internet, neither for the phone nor for the gate.
        await system.Broker.KillAsync();
        await pass.Context.SetOfflineAsync(true);
        await pass.ReloadAsync();
        await pass.GetByTestId("qr").WaitForAsync();
        await Browser.KeepPictureAsync(pass, "pass-phone-offline");
        var shot = system.Scratch("offline.png");
        await pass.GetByTestId("qr").ScreenshotAsync(new LocatorScreenshotOptions { Path = shot });
        await FilmAsync(shot, video);
        await gate.AwaitAsync(state => state.GetProperty("turnstile").GetProperty("passages").GetInt32() == 1, "somebody went through offline");

        // The network comes back: what happened at the door arrives.
        await system.Broker.StartAsync();
        await system.SignInAsOwnerAsync();
        await Eventually.TrueAsync(async () => (await system.Http.GetStringAsync(new Uri(system.Api, "/api/v1/events?kind=passage&limit=1"), Ct)).Contains("\"passage\"", StringComparison.Ordinal),
            "the passage reached the cloud", TimeSpan.FromSeconds(90));
    }

    /// <summary>The newest decision of the seeded gate with this outcome (and reason), decided again over HTTP.</summary>
    private static async Task<(string? Outcome, string? Reason, bool Same)> RerunAsync(RunningSystem system, string outcome, string? reason = null)
    {
        var gate = await system.SeededGateAsync();
        var list = await system.Http.GetFromJsonAsync<JsonElement>($"/api/v1/events?kind=decision&outcome={outcome}&gateId={gate}&limit=50", Ct);
        var found = list.GetProperty("items").EnumerateArray().First(e => reason is null || e.GetProperty("reason").GetString() == reason);
        var detail = await system.Http.GetFromJsonAsync<JsonElement>($"/api/v1/events/{found.GetProperty("eventId").GetGuid()}", Ct);
        var rerun = detail.GetProperty("rerun");
        rerun.ValueKind.ShouldBe(JsonValueKind.Object, detail.GetRawText());
        return (rerun.GetProperty("outcome").GetString(), rerun.GetProperty("reason").GetString(), rerun.GetProperty("same").GetBoolean());
    }

    /// <summary>True once the state page names versions of both.</summary>
    public static bool HasRosterAndPolicy(JsonElement state) =>
        state.TryGetProperty("rosterVersion", out var roster) && roster.ValueKind == JsonValueKind.Number
        && state.TryGetProperty("policyVersion", out var policy) && policy.ValueKind == JsonValueKind.Number;

    /// <summary>A phone that comes into view: two seconds of empty wall, then the screen held before it.</summary>
    private static async Task FilmAsync(string screenshot, string video)
    {
        var unfinished = video + ".part.mp4";
        await RunningProcess.RunAsync("ffmpeg",
        [
            "-loglevel", "error", "-y", "-f", "lavfi", "-i", "color=c=gray:s=1280x720:r=10:d=6", "-loop", "1", "-t", "6", "-i", screenshot,
            "-filter_complex", "[1:v]scale=420:-1[phone];[0:v][phone]overlay=(W-w)/2:(H-h)/2:enable='gte(t,1)',noise=alls=6:allf=t,gblur=sigma=0.6[v]",
            "-map", "[v]", "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", unfinished,
        ]);
        File.Move(unfinished, video, overwrite: true);
    }

    private static async Task<int> InsideAsync(IPage dashboard)
    {
        await Assertions.Expect(dashboard.GetByTestId("inside-count")).ToHaveAttributeAsync("data-inside", new System.Text.RegularExpressions.Regex("^[0-9]+$"));
        return int.Parse((await dashboard.GetByTestId("inside-count").GetAttributeAsync("data-inside"))!, System.Globalization.CultureInfo.InvariantCulture);
    }
}
