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
        await Eventually.TrueAsync(async () => await system.OneAsync<long>("select count(*) from face_gate") == 1, "the gate said that it recognises faces", TimeSpan.FromSeconds(60));

        var pass = await browser.OpenAsync(390, 844);
        await pass.GotoAsync($"{system.ApiUrl}/pass/?org=sunrise");
        await Browser.SignInAsync(pass, system.Student);
        // The owner has not switched it on: nobody is asked.
        await Assertions.Expect(pass.GetByTestId("face-state")).ToContainTextAsync("do not open by face");
        await Assertions.Expect(pass.GetByTestId("face-read")).ToHaveCountAsync(0);
        await system.SignInAsOwnerAsync();
        await system.AllowFacesAsync(await system.SeededGateAsync());
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
        (await system.OneAsync<long>("select count(*) from face_consent where withdrawn_at is null and notice_language = 'hi' and given_by = 'member'")).ShouldBe(1);

        await pass.Locator("button[lang=en]").ClickAsync();
        await pass.GetByTestId("face-withdraw").ClickAsync();
        await pass.GetByTestId("face-confirm-withdraw").WaitForAsync();
        await Browser.KeepPictureAsync(pass, "pass-face-withdraw");
        (await system.OneAsync<long>("select count(*) from face_consent where withdrawn_at is null")).ShouldBe(1, "asking is not withdrawing");
        await pass.GetByTestId("face-confirm-withdraw").ClickAsync();
        await Assertions.Expect(pass.GetByTestId("face-state")).ToContainTextAsync("Withdrawn on");
        (await system.OneAsync<long>("select count(*) from face_consent where withdrawn_at is not null and withdrawn_by = recorded_by")).ShouldBe(1);
        (await system.OneAsync<long>("select count(*) from face_consent where withdrawn_at is null")).ShouldBe(0);

        await pass.Context.SetOfflineAsync(true);
        await pass.ReloadAsync();
        await pass.GetByTestId("qr").WaitForAsync();
        await Assertions.Expect(pass.GetByTestId("face")).ToContainTextAsync("You are offline");
        await Browser.KeepPictureAsync(pass, "pass-face-offline");
    }

    private static Task<bool> IsBeforeAsync(IPage page, string first, string second) => page.EvaluateAsync<bool>(
        "ids => Boolean(document.querySelector(`[data-testid=${ids[0]}]`).compareDocumentPosition(document.querySelector(`[data-testid=${ids[1]}]`)) & Node.DOCUMENT_POSITION_FOLLOWING)",
        new[] { first, second });
}
