using System.Text.Json;
using StudySpot.Testing;

namespace StudySpot.Edge.Tests.Commands;

/// <summary><c>setup</c> with an answers file.</summary>
public sealed class SetUpTests
{
    [Fact]
    public async Task Setup_AnswersFile_MakesAGateThatTheDoctorAccepts()
    {
        await using var gate = await InstalledGate.MakeAsync();
        var target = gate.File("etc/gate.json");

        var (code, answer) = await gate.AskAsync(["setup", "--yes", "--config", target, "--answers", Answers(gate)]);

        code.ShouldBe(0, answer.ToString());
        answer.GetProperty("facts").GetProperty("deviceId").GetString().ShouldBe(InstalledGate.Device);
        var written = JsonDocument.Parse(await File.ReadAllTextAsync(target)).RootElement;
        written.GetProperty("STUDYSPOT_GATE_BUNDLE").GetString().ShouldBe(gate.File("etc/bundle.json"));
        written.GetProperty("STUDYSPOT_GATE_PROFILE").GetString().ShouldBe("raspberry-pi-5");
        File.GetUnixFileMode(gate.File("etc/bundle.json")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        var (_, doctor) = await gate.AskAsync(["doctor", "--config", target]);
        var verdicts = doctor.GetProperty("findings").EnumerateArray().ToDictionary(one => one.GetProperty("check").GetString()!, one => one.GetProperty("verdict").GetString());
        foreach (var check in (string[])["settings", "bundle", "certificate", "permissions", "scanner"]) verdicts[check].ShouldBe("ok", check);
    }

    [Fact]
    public async Task Setup_CalledAgain_KeepsOtherKeysAndABackup()
    {
        await using var gate = await InstalledGate.MakeAsync();
        var target = gate.File("etc/gate.json");
        await gate.AskAsync(["setup", "--yes", "--config", target, "--answers", Answers(gate)]);
        var first = await File.ReadAllTextAsync(target);
        await File.WriteAllTextAsync(target, first.Replace("{", "{\"STUDYSPOT_GATE_SCREEN_URL\": \"http://127.0.0.1:8080\",", StringComparison.Ordinal));

        var (code, answer) = await gate.AskAsync(["setup", "--yes", "--config", target]);

        code.ShouldBe(0, answer.ToString());
        (await File.ReadAllTextAsync(target)).ShouldContain("STUDYSPOT_GATE_SCREEN_URL");
        File.Exists(target + ".bak").ShouldBeTrue();
        File.Exists(target + ".draft").ShouldBeFalse();
    }

    [Fact]
    public async Task Setup_BundleIsGarbage_ChangesNothing()
    {
        await using var gate = await InstalledGate.MakeAsync();
        var before = await File.ReadAllTextAsync(gate.SettingsFile);
        await File.WriteAllTextAsync(gate.File("wrong.json"), "{}");

        var (code, answer) = await gate.AskAsync(["setup", "--yes", "--config", gate.SettingsFile, "--bundle", gate.File("wrong.json")]);

        code.ShouldBe(1);
        answer.GetProperty("says").GetString()!.ShouldContain("not a provisioning bundle");
        (await File.ReadAllTextAsync(gate.SettingsFile)).ShouldBe(before);
    }

    [Fact]
    public async Task Setup_WrongAnswer_NamesTheKeyAndLeavesTheGateAsItWas()
    {
        await using var gate = await InstalledGate.MakeAsync();
        var before = await File.ReadAllTextAsync(gate.SettingsFile);

        var (code, answer) = await gate.AskAsync(["setup", "--yes", "--config", gate.SettingsFile, "--answers", Answers(gate, profile: "toaster")]);

        code.ShouldBe(1);
        answer.GetProperty("says").GetString()!.ShouldContain("STUDYSPOT_GATE_PROFILE");
        (await File.ReadAllTextAsync(gate.SettingsFile)).ShouldBe(before);
    }

    [Fact]
    public async Task Setup_NobodyToAsk_SaysHowToAnswer()
    {
        await using var gate = await InstalledGate.MakeAsync();

        var (code, answer) = await gate.AskAsync(["setup", "--config", gate.File("new.json")]);

        code.ShouldBe(1);
        answer.GetProperty("fix").GetString()!.ShouldContain("--answers");
    }

    private static string Answers(InstalledGate gate, string profile = "raspberry-pi-5")
    {
        var file = gate.File("answers.json");
        File.WriteAllText(file, JsonSerializer.Serialize(new Dictionary<string, string>
        {
            ["bundle"] = gate.BundleFile, ["profile"] = profile, ["data"] = gate.DataFolder, ["serial"] = gate.Scanner.Device, ["camera"] = "",
        }));
        return file;
    }
}
