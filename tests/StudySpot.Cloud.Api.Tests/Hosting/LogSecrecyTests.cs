using System.Net.Http.Json;
using System.Text.Json;
using StudySpot.Cloud.Api.Identity;

namespace StudySpot.Cloud.Api.Tests.Hosting;

/// <summary>Plants markers in everything personal or secret and looks for them in the log, at the most talkative level.</summary>
public sealed class LogSecrecyTests(ApiFixture fixture)
{
    [Fact]
    public async Task Log_AfterPlantedMarkers_HoldsNone()
    {
        var ct = TestContext.Current.CancellationToken;
        var token = fixture.Own.Token(Roles.Owner);
        using var client = fixture.Api.Client(token);
        await client.PostAsJsonAsync("/api/v1/members", new { name = "NameMarker17", phone = "9171717171", email = "mailmarker17@test.example", password = "PasswordMarker17" }, ct);
        await client.PostAsJsonAsync("/api/v1/members", new { name = "NameMarker17\0", password = "PasswordMarker17" }, ct);
        await client.PostAsJsonAsync("/api/v1/auth/sign-in", new { organisation = fixture.Own.Slug, login = "loginmarker17", password = "PasswordMarker17" }, ct);
        await client.GetAsync(new Uri("/api/v1/members?search=NameMarker17", UriKind.Relative), ct);
        await client.PostAsJsonAsync("/api/v1/claims", new { code = "CMARK-CMARK", csrPem = "PemMarker17" }, ct);
        var claim = await client.PostAsync(new Uri($"/api/v1/gates/{fixture.Own.Gate}/claim-code", UriKind.Relative), null, ct);
        var given = (await claim.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("code").GetString()!;
        await client.PostAsJsonAsync("/api/v1/claims", new { code = given, csrPem = "PemMarker17" }, ct);
        using var hub = await client.PostAsync(new Uri($"/api/v1/live/negotiate?negotiateVersion=1&access_token={token}", UriKind.Relative), null, ct);

        fixture.Log.Lines.ShouldNotBeEmpty();
        foreach (var marker in new[] { "NameMarker17", "mailmarker17", "loginmarker17", "PasswordMarker17", "9171717171", token, "CMARK", "PemMarker17", given, given.Replace("-", "", StringComparison.Ordinal) })
            fixture.Log.Lines.Where(line => line.Contains(marker, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();
    }
}
