using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Api.Tests.Members;

public sealed class MemberLifeTests(ApiFixture fixture)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Member_FromJoiningToEnding_MovesTheRosterOnlyWhenGatesMustKnow()
    {
        var tenant = await TestTenant.CreateAsync(fixture, "life-hall");
        using var client = fixture.Api.Client(tenant.Token(Roles.Staff));
        var start = await RosterAsync(tenant);

        var member = await PostAsync(client, "/api/v1/members", new { name = " Dev Life ", phone = "9111111111", password = "a good password" });
        var id = member.GetProperty("memberId").GetGuid();
        member.GetProperty("name").GetString().ShouldBe("Dev Life");
        member.GetProperty("memberNumber").GetInt32().ShouldBe(3);
        (await RosterAsync(tenant)).ShouldBe(start + 1);

        await PutAsync(client, id, new { name = "Dev Renamed", phone = "9111111111" });
        (await RosterAsync(tenant)).ShouldBe(start + 1);
        await PutAsync(client, id, new { name = "Dev Renamed", validThrough = "2027-01-31", halls = new[] { tenant.Hall }, hours = new[] { new { days = 127, from = "06:00", to = "24:00" } } });
        (await RosterAsync(tenant)).ShouldBe(start + 2);

        (await PostAsync(client, $"/api/v1/members/{id}/suspend")).GetProperty("status").GetString().ShouldBe("suspended");
        (await PostAsync(client, $"/api/v1/members/{id}/suspend")).GetProperty("status").GetString().ShouldBe("suspended");
        (await RosterAsync(tenant)).ShouldBe(start + 3);
        (await PostAsync(client, $"/api/v1/members/{id}/reinstate")).GetProperty("status").GetString().ShouldBe("active");
        (await PostAsync(client, $"/api/v1/members/{id}/end")).GetProperty("status").GetString().ShouldBe("ended");
        (await RosterAsync(tenant)).ShouldBe(start + 5);

        var detail = await client.GetFromJsonAsync<JsonElement>($"/api/v1/members/{id}", Ct);
        detail.GetProperty("login").GetString().ShouldBe("9111111111");
        detail.GetProperty("validThrough").GetString().ShouldBe("2027-01-31");
        detail.GetProperty("hours")[0].GetProperty("to").GetString().ShouldBe("24:00");
    }

    [Fact]
    public async Task CreateMember_ManyAtOnce_NumbersEachOnce()
    {
        var tenant = await TestTenant.CreateAsync(fixture, "crowd-hall");
        using var client = fixture.Api.Client(tenant.Token(Roles.Owner));
        var members = await Task.WhenAll(Enumerable.Range(0, 20).Select(i => PostAsync(client, "/api/v1/members", new { name = $"Member {i}" })));
        members.Select(m => m.GetProperty("memberNumber").GetInt32()).Order().ShouldBe(Enumerable.Range(3, 20));
    }

    [Fact]
    public async Task CreateMember_LoginTaken_IsAConflictAndAddsNobody()
    {
        var tenant = await TestTenant.CreateAsync(fixture, "login-hall");
        using var client = fixture.Api.Client(tenant.Token(Roles.Owner));
        using var response = await client.PostAsJsonAsync("/api/v1/members", new { name = "Second", login = TestTenant.LoginOf(Roles.Owner), password = "a good password" }, Ct);
        response.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await response.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("code").GetString().ShouldBe("login_taken");
        (await client.GetFromJsonAsync<JsonElement>("/api/v1/members?search=second", Ct)).GetProperty("items").GetArrayLength().ShouldBe(0);
    }

    [Theory]
    [InlineData("name", """{"name":""}""")]
    [InlineData("name", """{"name":"tab\tinside"}""")]
    [InlineData("name", """{"name":"zero\u0000inside"}""")]
    [InlineData("name", """{"name":"half a pair \ud800"}""")]
    [InlineData("phone", """{"name":"A","phone":"call me"}""")]
    [InlineData("email", """{"name":"A","email":"nobody"}""")]
    [InlineData("validThrough", """{"name":"A","validThrough":"0026-01-01"}""")]
    [InlineData("halls", """{"name":"A","halls":["00000000-0000-0000-0000-000000000000"]}""")]
    [InlineData("hours[0].days", """{"name":"A","hours":[{"days":128,"from":"06:00","to":"07:00"}]}""")]
    [InlineData("hours[0].from", """{"name":"A","hours":[{"days":1,"from":"24:00","to":"07:00"}]}""")]
    [InlineData("hours[0].to", """{"name":"A","hours":[{"days":1,"from":"06:00","to":"25:00"}]}""")]
    [InlineData("password", """{"name":"A","login":"somebody"}""")]
    [InlineData("password", """{"name":"A","login":"somebody","password":"short"}""")]
    [InlineData("login", """{"name":"A","password":"a good password"}""")]
    public async Task CreateMember_WrongField_IsNamed(string field, string body)
    {
        using var client = fixture.Api.Client(fixture.Own.Token(Roles.Owner));
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri("/api/v1/members", UriKind.Relative), content, Ct);
        var answer = await response.Content.ReadAsStringAsync(Ct);
        response.StatusCode.ShouldBe(HttpStatusCode.BadRequest, answer);
        var problem = JsonDocument.Parse(answer).RootElement;
        // A half surrogate is no JSON string at all: refused before any field is known.
        if (problem.GetProperty("code").GetString() == "bad_request" && body.Contains("ud800", StringComparison.Ordinal)) return;
        problem.GetProperty("code").GetString().ShouldBe("validation_failed");
        problem.GetProperty("errors").TryGetProperty(field, out _).ShouldBeTrue(answer);
    }

    private static async Task<JsonElement> PostAsync(HttpClient client, string path, object? body = null)
    {
        using var response = await client.PostAsJsonAsync(path, body ?? new { }, Ct);
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync(Ct));
        return await response.Content.ReadFromJsonAsync<JsonElement>(Ct);
    }

    private static async Task PutAsync(HttpClient client, Guid id, object body)
    {
        using var response = await client.PutAsJsonAsync($"/api/v1/members/{id}", body, Ct);
        response.IsSuccessStatusCode.ShouldBeTrue(await response.Content.ReadAsStringAsync(Ct));
    }

    private Task<long> RosterAsync(TestTenant tenant) =>
        fixture.Api.Get<TenantDatabase>().InTenantAsync(tenant.Id, session => RosterVersions.CurrentAsync(session, Ct), Ct);
}
