using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using StudySpot.Edge.PartTests;
using StudySpot.Edge.Setup;
using StudySpot.Edge.Status;

namespace StudySpot.Edge.Commands;

/// <summary><c>setup</c>: makes this computer a gate.</summary>
internal static class SetUp
{
    private const string Name = "setup";

    public static Command Command()
    {
        var (json, yes) = (GateOptions.Json(), GateOptions.Yes());
        var config = new Option<string>("--config") { Description = "Settings file to write.", HelpName = "FILE", DefaultValueFactory = _ => GateConfiguration.FileOf(null) ?? GateConfiguration.DefaultFile };
        var bundle = new Option<string?>("--bundle") { Description = "The provisioning bundle that the dashboard gave out.", HelpName = "FILE" };
        var cloud = new Option<string?>("--cloud") { Description = "Address of the cloud, for --claim.", HelpName = "URL" };
        var claim = new Option<string?>("--claim") { Description = "The claim code that the dashboard shows, in place of a bundle.", HelpName = "CODE" };
        var answers = new Option<string?>("--answers") { Description = "JSON file with the answers (keys: docs/gate-command.md): asks nobody.", HelpName = "FILE" };
        var command = new Command(Name, "Set this computer up as a gate: who it is, what is wired to it. Can be called again; the answers of last time are suggested.")
        {
            json, config, bundle, cloud, claim, answers, yes,
        };
        command.SetAction(async (parsed, ct) =>
        {
            var given = new SetupAnswers { Bundle = parsed.GetValue(bundle), Cloud = parsed.GetValue(cloud), Claim = parsed.GetValue(claim) };
            return Talk.Give(await RunAsync(parsed.GetValue(config)!, given, parsed.GetValue(answers), parsed.GetValue(yes), parsed.GetValue(json), ct), parsed.GetValue(json));
        });
        return command;
    }

    private static async Task<CommandAnswer> RunAsync(string config, SetupAnswers given, string? answersFile, bool yes, bool json, CancellationToken ct)
    {
        try
        {
            var answers = Merge(given, answersFile is null ? new SetupAnswers() : Read(answersFile));
            if (answersFile is null && Console.IsInputRedirected && !yes) throw new SetupException("nobody is there to answer", "give --answers FILE, or --yes to take what is suggested");
            ISetupQuestions questions = answersFile is null && !yes ? new ConsoleQuestions(answers) : new GivenAnswers(answers, yes);
            using var claims = new CloudClaim(TimeProvider.System);
            var made = await new Guide(config, questions, claims, json ? _ => { } : line => Talk.Console.WriteLine(line)).RunAsync(ct);
            var facts = new Dictionary<string, string> { ["settings"] = config, ["deviceId"] = made.DeviceId, ["gateId"] = made.GateId.ToString("D") };
            await TryPartsAsync(config, questions, facts, ct);
            return new CommandAnswer(Name, true, $"{config} is written; next: studyspot-gate doctor, then systemctl restart {GateUser.Unit}", Facts: facts);
        }
        catch (SetupException e)
        {
            // A person goes on from the draft; a script that failed begins anew.
            if (answersFile is not null || yes) File.Delete(SettingsDraft.DraftOf(config));
            return new CommandAnswer(Name, false, e.Message, e.Fix);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new CommandAnswer(Name, false, e.Message, "call setup as root, on a disk that can be written");
        }
    }

    /// <summary>What an installer wants to see while the screwdriver is still at hand. A part that does not work is a finding; the settings stand.</summary>
    private static async Task TryPartsAsync(string config, ISetupQuestions questions, Dictionary<string, string> facts, CancellationToken ct)
    {
        if (questions.Ask("relayTest", "Release the turnstile once now? The way must be clear (yes or no)", "no", []) == "yes")
        {
            var gate = await GateAtHand.FindAsync(config, TimeProvider.System, ct);
            facts["relayTest"] = (await RelayTest.RunAsync(gate, new RelayTest.Options(Exit: false, NewRelay: false, Yes: true), ct)).Says;
        }
        if (questions.Ask("cameraPicture", "Save a picture of the camera as (empty for none)", "", []) is { Length: > 0 } picture)
            facts["cameraPicture"] = (await CameraTest.RunAsync(await GateAtHand.FindAsync(config, TimeProvider.System, ct), picture, ct)).Says;
        foreach (var part in (string[])["relayTest", "cameraPicture"])
        {
            if (facts.TryGetValue(part, out var says)) await Console.Error.WriteLineAsync($"{part}: {says}");
        }
    }

    /// <summary>The command line before the file. Of a bundle and a claim code, one.</summary>
    private static SetupAnswers Merge(SetupAnswers given, SetupAnswers file)
    {
        if (given.Bundle is { Length: > 0 } && given.Claim is { Length: > 0 } || file.Bundle is { Length: > 0 } && file.Claim is { Length: > 0 })
            throw new SetupException("both a bundle and a claim code were given", "give one of them");
        var answers = file with { Cloud = given.Cloud ?? file.Cloud };
        if (given.Bundle is { Length: > 0 } bundle) return answers with { Bundle = bundle, Claim = "" };
        if (given.Claim is { Length: > 0 } claim) return answers with { Bundle = null, Claim = claim };
        // Not asked for a code where the file names a bundle.
        return answers.Bundle is { Length: > 0 } ? answers with { Claim = "" } : answers;
    }

    private static SetupAnswers Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(file), EdgeJson.Default.SetupAnswers) ?? throw new SetupException($"{file} is empty", "see docs/gate-command.md");
        }
        catch (JsonException e)
        {
            throw new SetupException($"{file} is no answers file (line {e.LineNumber + 1}, {e.Path})", "see docs/gate-command.md for its keys; every value is a text");
        }
    }
}
