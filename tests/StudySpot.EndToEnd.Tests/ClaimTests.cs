using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using StudySpot.Testing;

namespace StudySpot.EndToEnd.Tests;

/// <summary>A computer becomes a gate by the short code that its installer types.</summary>
[SupportedOSPlatform("linux")]
public sealed class ClaimTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task SetUp_WithAClaimCode_ConnectsWithAKeyThatTheCloudNeverHad()
    {
        await using var system = await RunningSystem.StartAsync();
        await system.SignInAsOwnerAsync();
        var (code, made) = await RegisterAsync(system);
        var settings = system.Scratch("etc/gate.json");

        var (ended, output) = await SetUpAsync(system, settings, code);

        ended.ShouldBe(0, output);
        output.ShouldNotContain(code);
        var bundleFile = system.Scratch("etc/bundle.json");
        File.GetUnixFileMode(bundleFile).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.Exists(bundleFile + ".claimed").ShouldBeFalse();
        var bundle = JsonDocument.Parse(await File.ReadAllTextAsync(bundleFile, Ct)).RootElement;
        bundle.GetProperty("gateId").GetGuid().ShouldBe(made.GetProperty("gateId").GetGuid());
        bundle.GetProperty("privateKeyPem").GetString().ShouldNotBe(made.GetProperty("privateKeyPem").GetString());
        using var certificate = X509Certificate2.CreateFromPem(bundle.GetProperty("certificatePem").GetString(), bundle.GetProperty("privateKeyPem").GetString());
        certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false).ShouldBe(made.GetProperty("deviceId").GetString());
        var (_, doctor) = await CallAsync(["doctor", "--config", settings, "--json"]);
        var findings = JsonDocument.Parse(doctor).RootElement.GetProperty("findings").EnumerateArray()
            .ToDictionary(one => one.GetProperty("check").GetString()!, one => one.GetProperty("verdict").GetString());
        foreach (var check in (string[])["bundle", "certificate", "permissions", "broker"]) findings[check].ShouldBe("ok", $"{check}\n{doctor}");

        var (again, refused) = await SetUpAsync(system, settings, code);
        again.ShouldBe(1);
        refused.ShouldContain("does not know this code");
        (await File.ReadAllTextAsync(bundleFile, Ct)).ShouldBe(bundle.GetRawText());
    }

    private static async Task<(string Code, JsonElement Bundle)> RegisterAsync(RunningSystem system)
    {
        var halls = await system.Http.GetFromJsonAsync<JsonElement>("/api/v1/halls", Ct);
        using var answer = await system.Http.PostAsJsonAsync("/api/v1/gates", new { hallId = halls.GetProperty("items")[0].GetProperty("hallId").GetGuid(), name = "Claimed door" }, Ct);
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>(Ct);
        return (body.GetProperty("claim").GetProperty("code").GetString()!, body.GetProperty("bundle"));
    }

    private static async Task<(int Code, string Output)> SetUpAsync(RunningSystem system, string settings, string code)
    {
        var answers = system.Scratch("answers.json");
        await File.WriteAllTextAsync(answers, JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["profile"] = "raspberry-pi-5", ["data"] = system.Scratch("data"), ["serial"] = "", ["camera"] = "",
        }), Ct);
        return await CallAsync(["setup", "--yes", "--config", settings, "--answers", answers, "--cloud", system.ApiUrl, "--claim", code]);
    }

    private static async Task<(int Code, string Output)> CallAsync(string[] arguments)
    {
        await using var process = RunningProcess.Start(RunningSystem.Executable("edge/StudySpot.Edge"), arguments, new Dictionary<string, string?> { ["RUNTIME_DIRECTORY"] = null });
        return (await process.WaitForExitAsync(TimeSpan.FromMinutes(2)), process.Output);
    }
}
