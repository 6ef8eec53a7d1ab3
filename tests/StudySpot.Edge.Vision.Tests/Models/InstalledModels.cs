using System.Diagnostics;
using StudySpot.Testing;

namespace StudySpot.Edge.Vision.Tests.Models;

/// <summary>The packaged models, installed by the very script that installs them on a gate.</summary>
internal static class InstalledModels
{
    private static readonly Lazy<string> Installed = new(Install);

    public static string Folder => Installed.Value;

    private static string Install()
    {
        var folder = RepositoryRoot.File(".state/models");
        using var script = Process.Start(new ProcessStartInfo("bash", [RepositoryRoot.File("scripts/models.sh"), folder])
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!;
        var errors = script.StandardError.ReadToEndAsync();
        var output = script.StandardOutput.ReadToEndAsync();
        if (!script.WaitForExit(TimeSpan.FromMinutes(5))) script.Kill(entireProcessTree: true);
        return script.HasExited && script.ExitCode == 0 ? folder : throw new InvalidOperationException($"scripts/models.sh failed: {errors.Result}{output.Result}");
    }
}
