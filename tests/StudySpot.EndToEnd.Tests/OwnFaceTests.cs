using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Playwright;
using Npgsql;
using StudySpot.Testing;

namespace StudySpot.EndToEnd.Tests;

/// <summary>A student agrees to faces on the pass page and takes it back there.</summary>
public sealed class OwnFaceTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pass_ConsentsToFacesAndWithdraws_TheDatabaseSaysSo()
    {
        await using var system = await RunningSystem.StartAsync();
        await using var browser = await Browser.StartAsync();
        await using var gate = new GateProcess(system.SeededBundle, system.Scratch("gate"), serial: null, faces: true);
        await gate.StartAsync();
        await gate.AwaitAsync(WalkThroughTests.HasRosterAndPolicy, "the gate has its roster and policy");
        await Eventually.TrueAsync(async () => await CountAsync(system, "select count(*) from face_gate") == 1, "the gate said that it recognises faces", TimeSpan.FromSeconds(60));

        var pass = await browser.OpenAsync(390, 844);
        await pass.GotoAsync($"{system.ApiUrl}/pass/?org=sunrise");
        await Browser.SignInAsync(pass, system.Student);
        // The owner has not switched it on: nobody is asked.
        await Assertions.Expect(pass.GetByTestId("face-state")).ToContainTextAsync("do not open by face");
        await Assertions.Expect(pass.GetByTestId("face-read")).ToHaveCountAsync(0);
        await AllowFacesAsync(system);
        await pass.ReloadAsync();
        await pass.GetByTestId("face-read").ClickAsync();
        await pass.GetByTestId("face-notice").WaitForAsync();
        await Browser.KeepPictureAsync(pass, "pass-face-notice");
        await Assertions.Expect(pass.GetByTestId("face-agree")).Not.ToBeCheckedAsync();
        await Assertions.Expect(pass.GetByTestId("face-adult")).Not.ToBeCheckedAsync();
        (await IsBeforeAsync(pass, "qr", "face")).ShouldBeTrue("the code stays first");

        // Hindi is read, and Hindi is what the record says.
        await pass.Locator("button[lang=hi]").ClickAsync();
        await Assertions.Expect(pass.GetByTestId("face-notice").Locator("[lang=hi]")).ToBeVisibleAsync();
        await Browser.KeepPictureAsync(pass, "pass-face-notice-hindi");
        await pass.GetByTestId("face-adult").CheckAsync();
        await pass.GetByTestId("face-agree").CheckAsync();
        await pass.GetByTestId("face-yes").ClickAsync();
        await Assertions.Expect(pass.GetByTestId("face-state")).ToHaveAttributeAsync("data-state", "consented");
        await Browser.KeepPictureAsync(pass, "pass-face-consented-hindi");
        (await CountAsync(system, "select count(*) from face_consent where withdrawn_at is null and notice_language = 'hi' and given_by = 'member'")).ShouldBe(1);

        await pass.Locator("button[lang=en]").ClickAsync();
        await pass.GetByTestId("face-withdraw").ClickAsync();
        await pass.GetByTestId("face-confirm-withdraw").WaitForAsync();
        await Browser.KeepPictureAsync(pass, "pass-face-withdraw");
        (await CountAsync(system, "select count(*) from face_consent where withdrawn_at is null")).ShouldBe(1, "asking is not withdrawing");
        await pass.GetByTestId("face-confirm-withdraw").ClickAsync();
        await Assertions.Expect(pass.GetByTestId("face-state")).ToContainTextAsync("Withdrawn on");
        (await CountAsync(system, "select count(*) from face_consent where withdrawn_at is not null and withdrawn_by = recorded_by")).ShouldBe(1);
        (await CountAsync(system, "select count(*) from face_consent where withdrawn_at is null")).ShouldBe(0);

        await pass.Context.SetOfflineAsync(true);
        await pass.ReloadAsync();
        await pass.GetByTestId("qr").WaitForAsync();
        await Assertions.Expect(pass.GetByTestId("face")).ToContainTextAsync("You are offline");
        await Browser.KeepPictureAsync(pass, "pass-face-offline");
    }

    private static async Task AllowFacesAsync(RunningSystem system)
    {
        await system.SignInAsOwnerAsync();
        var gate = JsonDocument.Parse(await File.ReadAllTextAsync(system.SeededBundle, Ct)).RootElement.GetProperty("gateId").GetGuid();
        using var answer = await system.Http.PutAsJsonAsync($"/api/v1/gates/{gate}/policy", new { faceAllowed = true }, Ct);
        answer.EnsureSuccessStatusCode();
    }

    private static Task<bool> IsBeforeAsync(IPage page, string first, string second) => page.EvaluateAsync<bool>(
        "ids => Boolean(document.querySelector(`[data-testid=${ids[0]}]`).compareDocumentPosition(document.querySelector(`[data-testid=${ids[1]}]`)) & Node.DOCUMENT_POSITION_FOLLOWING)",
        new[] { first, second });

    private static async Task<long> CountAsync(RunningSystem system, string sql)
    {
        await using var connection = await system.OpenAsSuperuserAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync(Ct))!;
    }
}
