using System.CommandLine;
using StudySpot.Edge.Devices;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Edge.Screen;

namespace StudySpot.Edge.Commands;

/// <summary><c>run</c>: the gate, until it is told to stop. What systemd starts.</summary>
internal static class RunGate
{
    public const string Name = "run";

    public static Command Command()
    {
        var command = new Command(Name, "Run the gate until it is told to stop. Settings: docs/configuration.md.");
        command.SetAction((_, _) => RunAsync());
        return command;
    }

    private static async Task<int> RunAsync()
    {
        var source = GateConfiguration.Source(null);
        var (settings, profile) = GateConfiguration.Read(source);
        var driver = Turnstiles.Find(source, profile);
        var screen = ScreenSettings.Read(source);
        if (settings is null || driver is null || source.Faults.Count > 0)
        {
            foreach (var fault in source.Faults) await Console.Error.WriteLineAsync(fault);
            return ExitCodes.WrongSettings;
        }
        return await RealGate.RunAsync(settings, screen, driver(settings, TimeProvider.System), TimeProvider.System);
    }
}
