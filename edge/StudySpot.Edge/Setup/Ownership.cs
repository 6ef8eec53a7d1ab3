using System.Diagnostics;

namespace StudySpot.Edge.Setup;

/// <summary>Gives files to the gate's user, where root sets up a computer that has one.</summary>
internal static class Ownership
{
    public static async Task GiveToGateAsync(string path, CancellationToken ct)
    {
        if (Environment.UserName != "root" || !GateUser.Exists) return;
        var start = new ProcessStartInfo("chown") { RedirectStandardError = true };
        foreach (var argument in (string[])["--recursive", $"{GateUser.Name}:", path]) start.ArgumentList.Add(argument);
        using var chown = Process.Start(start)!;
        var said = await chown.StandardError.ReadToEndAsync(ct);
        await chown.WaitForExitAsync(ct);
        if (chown.ExitCode != 0) throw new SetupException($"{path} cannot be given to the gate's user ({said.Trim()})", "call setup as root");
    }
}
