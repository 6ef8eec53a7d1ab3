using System.Text.Json;
using StudySpot.Testing;

namespace StudySpot.Edge.Tests.Commands;

/// <summary><c>setup</c> with an answers file.</summary>
public sealed class SetUpTests
{
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
