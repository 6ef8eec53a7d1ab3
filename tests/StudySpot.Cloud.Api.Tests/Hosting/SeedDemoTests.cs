using System.Net.Http.Json;
using System.Text.Json;
using StudySpot.Testing;

[assembly: System.Runtime.Versioning.SupportedOSPlatform("linux")]

namespace StudySpot.Cloud.Api.Tests.Hosting;

public sealed class SeedDemoTests(ApiFixture fixture)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SeedDemo_RunTwice_FillsOnceAndKeepsPasswords()
    {
        using var folder = new ScratchFolder();
        var first = await RunAsync(folder.Path);
        var credentials = await File.ReadAllTextAsync(folder.File("credentials.json"), Ct);
        var gate = await File.ReadAllTextAsync(folder.File("gate.json"), Ct);
        var second = await RunAsync(folder.Path);

        second.ShouldBe(first);
        (await File.ReadAllTextAsync(folder.File("credentials.json"), Ct)).ShouldBe(credentials);
        (await File.ReadAllTextAsync(folder.File("gate.json"), Ct)).ShouldBe(gate);
        File.GetUnixFileMode(folder.File("credentials.json")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.GetUnixFileMode(folder.File("gate.json")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        JsonDocument.Parse(first).RootElement.GetProperty("organisation").GetString().ShouldBe("sunrise");
        await AskAsync(JsonDocument.Parse(credentials).RootElement);
    }

    private async Task AskAsync(JsonElement credentials)
    {
        using var client = fixture.Api.Client(await SignInAsync(credentials.GetProperty("owner")));
        var members = await client.GetFromJsonAsync<JsonElement>("/api/v1/members?limit=200", Ct);
        members.GetProperty("items").GetArrayLength().ShouldBe(40);
        var days = await client.GetFromJsonAsync<JsonElement>("/api/v1/attendance/daily?days=7", Ct);
        days.GetProperty("items").EnumerateArray().Sum(day => day.GetProperty("entries").GetInt32()).ShouldBeGreaterThan(60);
        var gates = await client.GetFromJsonAsync<JsonElement>("/api/v1/gates", Ct);
        gates.GetProperty("items").EnumerateArray().Select(g => (g.GetProperty("name").GetString(), g.GetProperty("retiredAt").ValueKind == JsonValueKind.Null))
            .ShouldBe([("Front door", true), ("Old front door", false)]);
        var door = gates.GetProperty("items").EnumerateArray().Single(g => g.GetProperty("name").GetString() == "Front door").GetProperty("gateId").GetGuid();
        var policy = (await client.GetFromJsonAsync<JsonElement>($"/api/v1/gates/{door}", Ct)).GetProperty("policy");
        (policy.GetProperty("version").GetInt64(), policy.GetProperty("document").GetProperty("faceAllowed").GetBoolean()).ShouldBe((2, true));
        var hall = (await client.GetFromJsonAsync<JsonElement>("/api/v1/halls", Ct)).GetProperty("items")[0];
        hall.GetProperty("inside").GetInt32().ShouldBe(0);

        using var student = fixture.Api.Client(await SignInAsync(credentials.GetProperty("student")));
        (await student.GetFromJsonAsync<JsonElement>("/api/v1/me", Ct)).GetProperty("role").GetString().ShouldBe("student");
    }

    private async Task<string> SignInAsync(JsonElement login)
    {
        using var client = fixture.Api.Client();
        using var response = await client.PostAsJsonAsync("/api/v1/auth/sign-in", new
        {
            organisation = "sunrise",
            login = login.GetProperty("login").GetString(),
            password = login.GetProperty("password").GetString(),
        }, Ct);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("accessToken").GetString()!;
    }

    private Task<string> RunAsync(string folder) =>
        RunningProcess.RunAsync("dotnet", [Path.Combine(AppContext.BaseDirectory, "StudySpot.Cloud.Api.dll"), "seed-demo", "--out", folder, "--faces", "on"], fixture.Environment);
}
