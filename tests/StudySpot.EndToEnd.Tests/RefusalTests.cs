using System.Text.Json;
using Microsoft.Playwright;
using StudySpot.Testing;

namespace StudySpot.EndToEnd.Tests;

/// <summary>What a user runs into when things are not in order.</summary>
public sealed class RefusalTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Gate_WithAWrongSetting_NamesTheKeyAndTheFix()
    {
        using var folder = new ScratchFolder();
        await using var gate = RunningProcess.Start(RunningSystem.Executable("edge/StudySpot.Edge.Simulator"), [],
            new Dictionary<string, string?> { ["STUDYSPOT_GATE_BUNDLE"] = folder.File("missing.json"), ["STUDYSPOT_GATE_DATA"] = folder.Path });
        (await gate.WaitForExitAsync(TimeSpan.FromSeconds(30))).ShouldBe(78);
        gate.Output.ShouldContain("STUDYSPOT_GATE_BUNDLE");
    }

    [Theory]
    [InlineData("cloud/StudySpot.Cloud.Api")]
    [InlineData("cloud/StudySpot.Cloud.Ingest")]
    public async Task Cloud_WithoutSettings_NamesTheFirstMissingKey(string project)
    {
        await using var process = RunningProcess.Start(RunningSystem.Executable(project), []);
        (await process.WaitForExitAsync(TimeSpan.FromSeconds(30))).ShouldBe(78);
        process.Output.ShouldContain("STUDYSPOT_");
    }

    [Fact]
    public async Task Scanner_PulledAndPluggedAgain_IsReportedAndComesBack()
    {
        await using var system = await RunningSystem.StartAsync();
        await using var serial = await SerialLine.PlugInAsync();
        await using var gate = new GateProcess(system.SeededBundle, system.Scratch("gate"), serial.Device, camera: "");
        await gate.StartAsync();
        await gate.AwaitAsync(state => !HasFault(state, "reader:serial"), "the scanner works");

        await serial.UnplugAsync();
        await gate.AwaitAsync(state => HasFault(state, "reader:serial"), "the lost scanner is reported", TimeSpan.FromSeconds(15));
        await serial.ReplugAsync();
        await gate.AwaitAsync(state => !HasFault(state, "reader:serial"), "the scanner is back", TimeSpan.FromSeconds(15));

        // As a person does: hold it up again when nothing happens. What is typed while the plug goes in may be lost.
        var tries = 0;
        await Eventually.TrueAsync(async () =>
        {
            if (tries++ % 100 == 0) await serial.TypeAsync($"BUS TICKET {tries}");
            var state = await gate.StateAsync();
            return state.GetProperty("lastDecision").ValueKind == JsonValueKind.Object
                && state.GetProperty("lastDecision").GetProperty("reason").GetString() == "malformed";
        }, "the code was read and refused");
    }

    [Fact]
    public async Task Owner_SuspendsAStudent_TheGateRefusesSoonAfter()
    {
        await using var system = await RunningSystem.StartAsync();
        await using var browser = await Browser.StartAsync();
        await using var gate = new GateProcess(system.SeededBundle, system.Scratch("gate"), serial: null);
        await gate.StartAsync();
        await gate.AwaitAsync(WalkThroughTests.HasRosterAndPolicy, "the gate has its roster and policy");
        var pass = await browser.OpenAsync(360, 800);
        await pass.GotoAsync($"{system.ApiUrl}/pass/?org=sunrise");
        await Browser.SignInAsync(pass, system.Student);
        await pass.GetByTestId("qr").WaitForAsync();

        var dashboard = await browser.OpenAsync(1280, 900);
        await dashboard.GotoAsync($"{system.ApiUrl}/?org=sunrise");
        await Browser.SignInAsync(dashboard, system.Owner);
        await system.SignInAsOwnerAsync();
        var members = JsonDocument.Parse(await system.Http.GetStringAsync(new Uri(system.Api, $"/api/v1/members?search={Uri.EscapeDataString(system.Student.Name)}"), Ct));
        var member = members.RootElement.GetProperty("items")[0].GetProperty("memberId").GetGuid();
        using (var answer = await system.Http.PostAsync(new Uri(system.Api, $"/api/v1/members/{member}/suspend"), null, Ct)) answer.EnsureSuccessStatusCode();

        // The gate hears of it by a nudge; codes shown meanwhile may still have been good, so a fresh one is shown until refused.
        await Eventually.TrueAsync(async () =>
        {
            var picture = await pass.GetByTestId("qr").ScreenshotAsync(new LocatorScreenshotOptions { Type = ScreenshotType.Png });
            using var body = new ByteArrayContent(picture);
            body.Headers.ContentType = new("image/png");
            using var shown = await gate.Control.PostAsync(new Uri("/camera", UriKind.Relative), body, Ct);
            shown.EnsureSuccessStatusCode();
            var state = await gate.StateAsync();
            return state.GetProperty("lastDecision").ValueKind == JsonValueKind.Object
                && state.GetProperty("lastDecision").GetProperty("reason").GetString() == "member_not_active";
        }, "the gate refuses the suspended student", TimeSpan.FromSeconds(60));
    }

    private static bool HasFault(JsonElement state, string fault) =>
        state.GetProperty("faults").EnumerateArray().Any(f => f.GetString() == fault);
}
