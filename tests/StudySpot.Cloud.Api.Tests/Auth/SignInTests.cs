using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Crypto;
using StudySpot.Testing;

namespace StudySpot.Cloud.Api.Tests.Auth;

public sealed class SignInTests(ApiFixture fixture)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SignIn_RightPassword_AnswersTokenAndCookie()
    {
        using var client = fixture.Api.Client();
        using var response = await PostAsync(client, TestTenant.LoginOf(Roles.Staff).ToUpperInvariant(), TestTenant.Password);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        var cookie = response.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldStartWith("ss_refresh=");
        cookie.ShouldContain("httponly", Case.Insensitive);
        cookie.ShouldContain("samesite=strict", Case.Insensitive);
        cookie.ShouldContain("path=/api/v1/auth", Case.Insensitive);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(Ct);
        body.GetProperty("account").GetProperty("organisation").GetString().ShouldBe(fixture.Own.Slug);
        using var signedIn = fixture.Api.Client(body.GetProperty("accessToken").GetString());
        (await signedIn.GetFromJsonAsync<JsonElement>("/api/v1/me", Ct)).GetProperty("role").GetString().ShouldBe("staff");
    }

    [Theory]
    [InlineData("own-hall", "staff@test.example", "wrong password")]
    [InlineData("own-hall", "nobody@test.example", TestTenant.Password)]
    [InlineData("no-such-hall", "staff@test.example", TestTenant.Password)]
    public async Task SignIn_AnythingWrong_AnswersAlike(string organisation, string login, string password)
    {
        using var client = fixture.Api.Client();
        using var response = await client.PostAsJsonAsync("/api/v1/auth/sign-in", new { organisation, login, password }, Ct);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await CodeOfAsync(response)).ShouldBe("sign_in_failed");
        response.Headers.Contains("Set-Cookie").ShouldBeFalse();
    }

    [Fact]
    public async Task SignIn_DisabledAccount_AnswersAsForAWrongPassword()
    {
        await AddAccountAsync("disabled@test.example", disabled: true);
        using var client = fixture.Api.Client();
        using var response = await PostAsync(client, "disabled@test.example", TestTenant.Password);
        response.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await CodeOfAsync(response)).ShouldBe("sign_in_failed");
    }

    [Fact]
    public async Task SignIn_TooManyAttempts_IsRefusedUntilTheWindowEnds()
    {
        var login = "guessed@test.example";
        await AddAccountAsync(login, disabled: false);
        // From now on: hosts with the real clock sweep what ended an hour ago.
        var time = new SettableTime(TimeProvider.System.GetUtcNow());
        await using var api = await fixture.StartAsync(time);
        // A second process: the limit holds across both.
        await using var other = await fixture.StartAsync(time);
        using var client = api.Client();
        using var otherClient = other.Client();
        for (var i = 0; i < SignInLimits.PerLogin; i++)
        {
            using var wrong = await PostAsync(i % 2 == 0 ? client : otherClient, login, "wrong password");
            wrong.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        }
        using (var right = await PostAsync(client, login, TestTenant.Password))
        {
            right.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
            (await CodeOfAsync(right)).ShouldBe("too_many_attempts");
            right.Headers.RetryAfter!.Delta!.Value.ShouldBe(SignInLimits.Window);
        }
        time.Advance(SignInLimits.Window);
        using var later = await PostAsync(client, login, TestTenant.Password);
        later.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task AccessToken_AfterItsLifetime_IsRefused()
    {
        var time = new SettableTime();
        await using var api = await fixture.StartAsync(time);
        var signedIn = await fixture.Own.SignInAsync(api, Roles.Owner);
        using var client = api.Client(signedIn.AccessToken);
        (await client.GetAsync(new Uri("/api/v1/halls", UriKind.Relative), Ct)).StatusCode.ShouldBe(HttpStatusCode.OK);
        time.Advance(AccessTokens.Lifetime);
        (await client.GetAsync(new Uri("/api/v1/halls", UriKind.Relative), Ct)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.")]
    [InlineData("not a token")]
    [InlineData("....")]
    public async Task AccessToken_Forged_IsRefused(string token)
    {
        using var client = fixture.Api.Client();
        client.DefaultRequestHeaders.TryAddWithoutValidation("Authorization", $"Bearer {token}");
        (await client.GetAsync(new Uri("/api/v1/halls", UriKind.Relative), Ct)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task AccessToken_InTheQuery_CountsOnTheHubOnly()
    {
        using var client = fixture.Api.Client();
        var token = fixture.Own.Token(Roles.Owner);
        (await client.GetAsync(new Uri($"/api/v1/halls?access_token={token}", UriKind.Relative), Ct)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        using var hub = await client.PostAsync(new Uri($"/api/v1/live/negotiate?negotiateVersion=1&access_token={token}", UriKind.Relative), null, Ct);
        hub.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private Task<HttpResponseMessage> PostAsync(HttpClient client, string login, string password) =>
        client.PostAsJsonAsync("/api/v1/auth/sign-in", new { organisation = fixture.Own.Slug, login, password }, Ct);

    private static async Task<string?> CodeOfAsync(HttpResponseMessage response) =>
        (await response.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString();

    private Task<int> AddAccountAsync(string login, bool disabled) => fixture.Api.Get<TenantDatabase>().InTenantAsync(fixture.Own.Id, session => session.ExecuteAsync(
        """
        insert into account (tenant_id, account_id, login, password_hash, role, created_at, disabled_at)
        values (@tenant, @account, @login, @hash, 'staff', @now, @disabledAt)
        """,
        new
        {
            tenant = fixture.Own.Id,
            account = Guid.CreateVersion7(TimeProvider.System.GetUtcNow()),
            login,
            hash = PasswordHash.Hash(TestTenant.Password),
            now = TimeProvider.System.GetUtcNow(),
            disabledAt = disabled ? TimeProvider.System.GetUtcNow() : (DateTimeOffset?)null,
        }, Ct), Ct);
}
