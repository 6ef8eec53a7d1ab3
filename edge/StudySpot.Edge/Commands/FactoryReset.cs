using System.CommandLine;
using Spectre.Console;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Edge.Setup;
using StudySpot.Edge.Status;
using StudySpot.Edge.Storage;

namespace StudySpot.Edge.Commands;

/// <summary><c>factory-reset</c>: forgets what this computer knows.</summary>
internal static class FactoryReset
{
    private const string Name = "factory-reset";

    public static Command Command()
    {
        var (json, config) = (GateOptions.Json(), GateOptions.Config());
        var keepLog = new Option<bool>("--keep-log") { Description = "Keep the event log, what waits for the cloud, and who this gate is; roster, policy and all else go." };
        var typed = new Option<string?>("--gate-name") { Description = "The gate's name (or device id), instead of being asked to type it.", HelpName = "NAME" };
        var command = new Command(Name, "Forget everything: events, members, settings and the gate's key. Asks to type the gate's name. The next start begins a new incarnation.")
        {
            json, config, keepLog, typed,
        };
        command.SetAction(async (parsed, ct) => Talk.Give(
            await RunAsync(parsed.GetValue(config), parsed.GetValue(keepLog), parsed.GetValue(typed), TimeProvider.System, ct), parsed.GetValue(json)));
        return command;
    }

    private static async Task<CommandAnswer> RunAsync(string? config, bool keepLog, string? typed, TimeProvider time, CancellationToken ct)
    {
        var gate = await GateAtHand.FindAsync(config, time, ct);
        if (gate.Settings is not { } settings) return PartTests.PartTestAnswers.NoSettings(Name, gate);
        var name = settings.Bundle.GateName ?? settings.Bundle.DeviceId;
        var waiting = StoredStatus.Read(settings, time).Outbox.Rows;
        if (waiting > 0 && !keepLog && typed is null) Talk.Console.WriteLine($"{waiting} events have not reached the cloud and will be lost; --keep-log keeps them.");
        typed ??= Console.IsInputRedirected ? "" : new ConsoleQuestions(new SetupAnswers()).Ask("gateName", $"Type the gate's name ({name}) to forget everything", null, []);
        if (typed != name && typed != settings.Bundle.DeviceId) return new CommandAnswer(Name, false, "nothing was removed: that is not the gate's name", $"type {name}");
        try
        {
            return keepLog ? KeepLog(settings) : Everything(settings, GateConfiguration.FileOf(config), gate.Source.Find(BundleFile.Key)!);
        }
        catch (InvalidOperationException)
        {
            return PartTests.PartTestAnswers.GateRuns(Name);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new CommandAnswer(Name, false, $"not everything could be removed ({e.Message})", "call it as root, and again");
        }
    }

    private static CommandAnswer KeepLog(GateSettings settings)
    {
        var waiting = StoreReset.AllButTheLog(settings.DataFolder);
        return new CommandAnswer(Name, true, $"roster, policy and all else are gone; the log is kept, {waiting} events wait for the cloud",
            Facts: new Dictionary<string, string> { ["kept"] = "log", ["waiting"] = $"{waiting}" });
    }

    private static CommandAnswer Everything(GateSettings settings, string? file, string bundle)
    {
        StoreReset.Everything(settings.DataFolder);
        foreach (var path in file is null ? [bundle, Guide.ClaimedOf(bundle)] : (string[])[bundle, Guide.ClaimedOf(bundle), file, SettingsDraft.DraftOf(file)])
        {
            File.Delete(path);
            File.Delete(path + ".bak");
        }
        return new CommandAnswer(Name, true, "everything is gone; retire the gate on the dashboard, or set it up again (studyspot-gate setup)",
            Facts: new Dictionary<string, string> { ["kept"] = "nothing" });
    }
}
