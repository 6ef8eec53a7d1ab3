using System.Diagnostics;

namespace StudySpot.VirtualGate.Machine;

/// <summary>A program of the host that does one thing and ends.</summary>
internal static class HostTool
{
    /// <exception cref="InvalidOperationException">It did not end with 0; the message carries its output.</exception>
    public static async Task RunAsync(string program, params string[] arguments)
    {
        // Not on every user's PATH.
        var file = File.Exists(Path.Combine("/usr/sbin", program)) ? Path.Combine("/usr/sbin", program) : program;
        using var process = Process.Start(new ProcessStartInfo(file, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })
            ?? throw new InvalidOperationException($"{program} did not start");
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {await output}{await errors}");
    }
}
