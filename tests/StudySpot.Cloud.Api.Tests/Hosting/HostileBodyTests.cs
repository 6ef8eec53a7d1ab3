using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Cloud.Api.Tests.Permissions;

namespace StudySpot.Cloud.Api.Tests.Hosting;

/// <summary>No body makes the Api fail: every one is answered with a 4xx that carries a code.</summary>
public sealed class HostileBodyTests(ApiFixture fixture)
{
    public static TheoryData<string> Names =>
        [.. EndpointTable.All.Where(e => e.Method is "POST" or "PUT" && e.Body is not null).Select(e => e.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Body_OfAnyKind_IsRefusedWithACode(string name)
    {
        var endpoint = EndpointTable.All.Single(e => e.Name == name);
        var role = endpoint.Owner is 403 ? Roles.Student : Roles.Owner;
        foreach (var (what, body, type) in Bodies(endpoint.Body!))
        {
            using var client = fixture.Api.Client(fixture.Own.Token(role));
            client.DefaultRequestHeaders.ExpectContinue = true;
            using var request = new HttpRequestMessage(new HttpMethod(endpoint.Method), endpoint.Path(fixture.Own)) { Content = new ByteArrayContent(body) };
            if (type is not null) request.Content.Headers.ContentType = new MediaTypeHeaderValue(type);
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            var answer = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
            ((int)response.StatusCode).ShouldBeInRange(400, 499, $"{what}: {answer}");
            JsonDocument.Parse(answer).RootElement.GetProperty("code").GetString().ShouldNotBeNullOrEmpty(what);
        }
    }

    private static IEnumerable<(string What, byte[] Body, string? Type)> Bodies(object good)
    {
        var random = new Random(1);
        var noise = new byte[500];
        random.NextBytes(noise);
        const string Json = "application/json";
        var json = JsonSerializer.Serialize(good);
        yield return ("noise", noise, Json);
        yield return ("nothing", [], Json);
        yield return ("null", "null"u8.ToArray(), Json);
        yield return ("array", "[]"u8.ToArray(), Json);
        yield return ("number", "1e999"u8.ToArray(), Json);
        yield return ("cut short", Encoding.UTF8.GetBytes(json[..^1]), Json);
        yield return ("something behind", Encoding.UTF8.GetBytes(json + "}"), Json);
        yield return ("as text", Encoding.UTF8.GetBytes(json), "text/plain");
        yield return ("as nothing", Encoding.UTF8.GetBytes(json), null);
        yield return ("deep", Encoding.UTF8.GetBytes(new string('[', 5000)), Json);
        yield return ("deep object", Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("{\"name\":", 5000))), Json);
        yield return ("invalid UTF-8", [.. Encoding.UTF8.GetBytes(json[..^1]), .. ",\"more\":\""u8, 0xFF, 0xFE, .. "\"}}"u8], Json);
        yield return ("10 MB", Encoding.UTF8.GetBytes($"{{\"name\":\"{new string('a', 10_000_000)}\"}}"), Json);
        foreach (var property in JsonDocument.Parse(json).RootElement.EnumerateObject())
        {
            foreach (var wrong in new[] { "{}", "[[]]", "true", "-1e400", "\"\\u0000\"", "\"\\ud800\"", $"\"{new string('x', 100_000)}\"" })
            {
                // A true or an empty object is honest nowhere: no field of ours is a boolean or an object.
                yield return ($"{property.Name} as {wrong[..Math.Min(20, wrong.Length)]}",
                    Encoding.UTF8.GetBytes(json.Replace($"\"{property.Name}\":{property.Value.GetRawText()}", $"\"{property.Name}\":{wrong}", StringComparison.Ordinal)), Json);
            }
        }
    }
}
