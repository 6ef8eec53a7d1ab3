using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace StudySpot.Edge.Commands;

/// <summary><c>logs</c>: what the gate's unit wrote to the journal.</summary>
internal static class ShowLogs
{
    public static Command Command()
    {
        var json = GateOptions.Json();
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on until Ctrl-C." };
        var lines = new Option<int>("--lines", "-n") { Description = "How many of the newest.", DefaultValueFactory = _ => 100 };
        lines.Validators.Add(result => { if (result.GetValue(lines) is < 1 or > 100_000) result.AddError("--lines is 1 to 100000."); });
        var command = new Command("logs", "Show the gate's log (journalctl). It holds ids and reasons, no names and no codes.") { json, follow, lines };
        command.SetAction((parsed, ct) => RunAsync(parsed.GetValue(json), parsed.GetValue(follow), parsed.GetValue(lines), ct));
        return command;
    }

    private static async Task<int> RunAsync(bool json, bool follow, int lines, CancellationToken ct)
    {
        var start = new ProcessStartInfo("journalctl");
        foreach (var argument in (string[])["--unit", GateUser.Unit, "--no-pager", "--output", json ? "json" : "short-iso", "--lines", lines.ToString(CultureInfo.InvariantCulture)])
            start.ArgumentList.Add(argument);
        if (follow) start.ArgumentList.Add("--follow");
        try
        {
            using var journal = Process.Start(start)!;
            // Ctrl-C reaches both of us; it ends by itself then.
            await journal.WaitForExitAsync(CancellationToken.None);
            return journal.ExitCode == 0 || ct.IsCancellationRequested ? 0 : 1;
        }
        catch (Win32Exception)
        {
            return Talk.Give(new CommandAnswer("logs", false, "this computer has no journalctl",
                $"the gate writes to standard error; look where whatever starts it puts that (with systemd: journalctl -u {GateUser.Unit})"), json);
        }
    }
}
