using System.Net;
using System.Net.Http.Json;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Testing;

namespace StudySpot.Cloud.Api.Tests.Auth;

public sealed class RefreshTests(ApiFixture fixture)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Refresh_InTurn_GoesOn()
    {
        await using var api = await fixture.StartAsync(TimeProvider.System);
        var cookie = await SignInAsync(api, Roles.Owner);
        for (var i = 0; i < 3; i++) cookie = (await RefreshAsync(api, cookie)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Refresh_UsedTokenAfterTheGrace_RevokesTheFamily()
    {
        var time = new SettableTime();
        await using var api = await fixture.StartAsync(time);
        var stolen = await SignInAsync(api, Roles.Owner);
        var current = (await RefreshAsync(api, stolen)).ShouldNotBeNull();
        time.Advance(RefreshTokens.LostAnswerGrace + TimeSpan.FromSeconds(1));
        (await RefreshAsync(api, stolen)).ShouldBeNull();
        (await RefreshAsync(api, current)).ShouldBeNull();
    }

    [Fact]
    public async Task Refresh_UsedTokenWhenItsSuccessorWasUsed_RevokesTheFamily()
    {
        var time = new SettableTime();
        await using var api = await fixture.StartAsync(time);
        var first = await SignInAsync(api, Roles.Owner);
        var second = (await RefreshAsync(api, first)).ShouldNotBeNull();
        var third = (await RefreshAsync(api, second)).ShouldNotBeNull();
        (await RefreshAsync(api, first)).ShouldBeNull();
        (await RefreshAsync(api, third)).ShouldBeNull();
    }

    [Fact]
    public async Task Refresh_AnswerLostOnTheWay_MayBeAskedForAgain()
    {
        await using var api = await fixture.StartAsync(new SettableTime());
        var first = await SignInAsync(api, Roles.Owner);
        var lost = (await RefreshAsync(api, first)).ShouldNotBeNull();
        var again = (await RefreshAsync(api, first)).ShouldNotBeNull();
        (await RefreshAsync(api, again)).ShouldNotBeNull();
        // The one that was lost must not work beside it.
        (await RefreshAsync(api, lost)).ShouldBeNull();
    }

    [Fact]
    public async Task Refresh_AfterItsLifetime_IsRefused()
    {
        var time = new SettableTime();
        await using var api = await fixture.StartAsync(time);
        var cookie = await SignInAsync(api, Roles.Owner);
        time.SetUtcNow(time.GetUtcNow() + RefreshTokens.Lifetime);
        (await RefreshAsync(api, cookie)).ShouldBeNull();
    }

    [Fact]
    public async Task SignOut_EndsTheSession()
    {
        var cookie = await SignInAsync(fixture.Api, Roles.Owner);
        using var client = fixture.Api.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/v1/auth/sign-out");
        request.Headers.Add("Cookie", cookie);
        (await client.SendAsync(request, Ct)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await RefreshAsync(fixture.Api, cookie)).ShouldBeNull();
    }

    [Fact]
    public async Task Refresh_DashboardAndPassInOneBrowser_KeepTheirOwnSessions()
    {
        var both = $"{await SignInAsync(fixture.Api, Roles.Owner)}; {await SignInAsync(fixture.Api, Roles.Student)}";
        (await RefreshAsync(fixture.Api, both)).ShouldNotBeNull().ShouldStartWith("ss_refresh=");
        (await RefreshAsync(fixture.Api, both, "student")).ShouldNotBeNull().ShouldStartWith("ss_refresh_student=");
    }

    [Theory]
    [InlineData("ss_refresh=")]
    [InlineData("ss_refresh=AAAA")]
    [InlineData("ss_refresh=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("ss_refresh=%00%ff%%%")]
    public async Task Refresh_NotOurToken_IsRefused(string cookie) => (await RefreshAsync(fixture.Api, cookie)).ShouldBeNull();

    private async Task<string> SignInAsync(RunningApi api, string role)
    {
        using var client = api.Client();
        using var response = await client.PostAsJsonAsync(
            "/api/v1/auth/sign-in", new { organisation = fixture.Own.Slug, login = TestTenant.LoginOf(role), password = TestTenant.Password }, Ct);
        response.EnsureSuccessStatusCode();
        return CookieOf(response);
    }

    /// <summary>The new cookie; null when refused.</summary>
    private static async Task<string?> RefreshAsync(RunningApi api, string cookie, string session = "desk")
    {
        using var client = api.Client();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/v1/auth/refresh?session={session}");
        request.Headers.TryAddWithoutValidation("Cookie", cookie);
        using var response = await client.SendAsync(request, Ct);
        if (response.StatusCode == HttpStatusCode.Unauthorized) return null;
        response.EnsureSuccessStatusCode();
        return CookieOf(response);
    }

    private static string CookieOf(HttpResponseMessage response) => response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
}
