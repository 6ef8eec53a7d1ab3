using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Routing;
using StudySpot.Cloud.Api.Identity;

namespace StudySpot.Cloud.Api.Tests.Permissions;

public sealed class EndpointTableTests(ApiFixture fixture)
{
    private static readonly string[] AllRoles = ["anonymous", Roles.Owner, Roles.Staff, Roles.Student];

    public static TheoryData<string> Names => [.. EndpointTable.All.Select(endpoint => endpoint.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Endpoint_EveryRole_AnswersAsTheTableSays(string name)
    {
        var endpoint = EndpointTable.All.Single(e => e.Name == name);
        var wanted = new List<string>();
        var answered = new List<string>();
        foreach (var role in AllRoles)
        {
            var own = ExpectedOf(endpoint, role);
            wanted.Add($"{role} own {own}");
            answered.Add($"{role} own {await AskAsync(endpoint, role, fixture.Own)}");
            if (endpoint.Foreign is not { } foreign) continue;
            // Who may not use the endpoint at all is told so before any id is looked at.
            wanted.Add($"{role} foreign {(own is 401 or 403 ? own : foreign)}");
            answered.Add($"{role} foreign {await AskAsync(endpoint, role, fixture.Foreign)}");
        }
        answered.ShouldBe(wanted);
    }

    [Fact]
    public void Routes_OfTheHost_AreAllInTheTable()
    {
        var routes = fixture.Api.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(route => route.RoutePattern.RawText?.Contains("**path", StringComparison.Ordinal) != true)
            .SelectMany(route => (route.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["*"]).Select(method => $"{method} {Slashed(route.RoutePattern.RawText!)}"))
            // CORS asks nothing here: no origin but our own.
            .Where(route => !route.StartsWith("OPTIONS ", StringComparison.Ordinal))
            .Distinct().Order(StringComparer.Ordinal);
        routes.ShouldBe(EndpointTable.All.Select(e => e.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task UnknownPath_Anonymous_IsNotFound()
    {
        using var client = fixture.Api.Client();
        using var response = await client.GetAsync(new Uri("/api/v1/nothing-here", UriKind.Relative), TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(404);
        (await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("code").GetString().ShouldBe("not_found");
    }

    private static string Slashed(string pattern) => $"/{pattern.Trim('/')}";

    private static int ExpectedOf(Endpoint endpoint, string role) => role switch
    {
        Roles.Owner => endpoint.Owner,
        Roles.Staff => endpoint.Staff,
        Roles.Student => endpoint.Student,
        _ => endpoint.Anonymous,
    };

    /// <summary>The status; of a refusal also that it carries a code.</summary>
    private async Task<string> AskAsync(Endpoint endpoint, string role, TestTenant tenant)
    {
        using var client = fixture.Api.Client(role == "anonymous" ? null : fixture.Own.Token(role));
        using var request = new HttpRequestMessage(new HttpMethod(endpoint.Method == "*" ? "POST" : endpoint.Method), new Uri(endpoint.Path(tenant), UriKind.Relative));
        if (endpoint.Body is not null) request.Content = JsonContent.Create(endpoint.Body);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var status = (int)response.StatusCode;
        if (status < 400 || endpoint.Method == "*") return $"{status}";
        var problem = await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
        return problem.TryGetProperty("code", out var code) && code.GetString()!.Length > 0 ? $"{status}" : $"{status} without a code";
    }
}
