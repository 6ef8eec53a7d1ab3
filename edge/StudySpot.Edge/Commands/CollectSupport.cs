using System.CommandLine;
using System.Globalization;
using StudySpot.Edge.Support;

namespace StudySpot.Edge.Commands;

/// <summary><c>support-bundle</c>: one file for whoever is asked for help.</summary>
internal static class CollectSupport
{
    private const string Name = "support-bundle";

    public static Command Command()
    {
        var (json, config) = (GateOptions.Json(), GateOptions.Config());
        var output = new Option<string?>("--out") { Description = "Archive to write; studyspot-support-TIME.tar.gz when not said.", HelpName = "FILE" };
        var log = new Option<string?>("--log") { Description = "Take this log instead of the journal's.", HelpName = "FILE" };
        var command = new Command(Name, "Collect versions, doctor, status, settings without secrets and the last of the log. No names, codes, faces, tokens or keys.") { json, config, output, log };
        command.SetAction(async (parsed, ct) => Talk.Give(
            await RunAsync(parsed.GetValue(config), parsed.GetValue(output), parsed.GetValue(log), TimeProvider.System, ct), parsed.GetValue(json)));
        return command;
    }

    private static async Task<CommandAnswer> RunAsync(string? config, string? output, string? log, TimeProvider time, CancellationToken ct)
    {
        var path = Path.GetFullPath(output ?? string.Create(CultureInfo.InvariantCulture, $"studyspot-support-{time.GetUtcNow():yyyyMMdd'T'HHmmss}.tar.gz"));
        try
        {
            await SupportBundle.WriteAsync(path, await GateAtHand.FindAsync(config, time, ct), log, ct);
            return new CommandAnswer(Name, true, $"{path} is ready to be sent", Facts: new Dictionary<string, string> { ["file"] = path });
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return new CommandAnswer(Name, false, e.Message, "name a place that can be written: --out FILE");
        }
    }
}
