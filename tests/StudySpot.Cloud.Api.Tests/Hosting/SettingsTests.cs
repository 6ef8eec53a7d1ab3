using StudySpot.Cloud.Api.Hosting;
using StudySpot.Cloud.Data;
using StudySpot.Testing;

namespace StudySpot.Cloud.Api.Tests.Hosting;

public sealed class SettingsTests(ApiFixture fixture)
{
    public static TheoryData<string> Needed =>
    [
        "STUDYSPOT_DATABASE", "STUDYSPOT_DATABASE_PASSWORD_FILE", "STUDYSPOT_MQTT_HOST", "STUDYSPOT_MQTT_PORT", "STUDYSPOT_MQTT_CA",
        "STUDYSPOT_MQTT_CERTIFICATE", "STUDYSPOT_MQTT_KEY", "STUDYSPOT_URLS", "STUDYSPOT_MASTER_KEY_FILE", "STUDYSPOT_TOKEN_KEY_FILE",
        "STUDYSPOT_GATE_CA_CERTIFICATE", "STUDYSPOT_GATE_CA_KEY", "STUDYSPOT_GATE_BROKER_HOST", "STUDYSPOT_GATE_BROKER_PORT",
    ];

    [Theory]
    [MemberData(nameof(Needed))]
    public void Read_KeyMissing_NamesIt(string key) =>
        Should.Throw<SettingsException>(() => Read(key, null)).Message.ShouldContain(key);

    [Theory]
    [InlineData("STUDYSPOT_DATABASE", "Host=127.0.0.1;Password=secret-marker;Username=a;Database=b")]
    [InlineData("STUDYSPOT_MQTT_PORT", "many")]
    [InlineData("STUDYSPOT_MQTT_CA", "/nowhere/ca.crt")]
    [InlineData("STUDYSPOT_URLS", "ftp://127.0.0.1")]
    [InlineData("STUDYSPOT_MASTER_KEY_FILE", "/etc/hostname")]
    [InlineData("STUDYSPOT_TOKEN_KEY_FILE", "/etc/hostname")]
    [InlineData("STUDYSPOT_GATE_CA_CERTIFICATE", "/etc/hostname")]
    [InlineData("STUDYSPOT_TRUSTED_PROXIES", "127.0.0.1, everybody")]
    [InlineData("STUDYSPOT_BROKER_ACL_FILE", "/nowhere/acl")]
    [InlineData("STUDYSPOT_WEB_ROOT", "/nowhere")]
    [InlineData("STUDYSPOT_DEMO_GATE_URL", "nowhere")]
    public void Read_ValueWrong_NamesTheKeyAndNoSecret(string key, string value)
    {
        var message = Should.Throw<SettingsException>(() => Read(key, value)).Message;
        message.ShouldContain(key);
        message.ShouldNotContain("secret-marker");
    }

    [Fact]
    public async Task Process_WrongSettings_ExitsWith78AndNamesTheKey()
    {
        var environment = new Dictionary<string, string?>(fixture.Environment) { ["STUDYSPOT_MQTT_PORT"] = "many" };
        await using var process = Start([], environment);
        (await process.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(78);
        process.Output.ShouldContain("STUDYSPOT_MQTT_PORT");
    }

    [Fact]
    public async Task Process_DatabaseAway_ExitsWith74()
    {
        var environment = new Dictionary<string, string?>(fixture.Environment)
        {
            ["STUDYSPOT_DATABASE"] = $"Host=127.0.0.1;Port={FreePort.Next()};Username=studyspot_app;Database=none",
        };
        await using var process = Start([], environment);
        (await process.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(74);
    }

    [Fact]
    public async Task Process_UnknownCommand_ExitsWith64()
    {
        await using var process = Start(["fly"], fixture.Environment);
        (await process.WaitForExitAsync(TimeSpan.FromSeconds(60))).ShouldBe(64);
    }

    private static RunningProcess Start(string[] arguments, IReadOnlyDictionary<string, string?> environment) =>
        RunningProcess.Start("dotnet", [Path.Combine(AppContext.BaseDirectory, "StudySpot.Cloud.Api.dll"), .. arguments], environment);

    private ApiSettings Read(string key, string? value) => ApiSettings.Read(new Settings(k => k == key ? value : fixture.Environment.GetValueOrDefault(k)));
}
