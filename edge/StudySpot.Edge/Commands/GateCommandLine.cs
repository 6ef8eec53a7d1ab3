using System.CommandLine;
using System.CommandLine.Parsing;
using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Commands;

/// <summary>The device's command line: <c>run</c> is the gate itself, the others are for people who look after it. One file a command.</summary>
internal static class GateCommandLine
{
    /// <returns>The process's exit code; <see cref="ExitCodes.WrongCommandLine"/> with an explanation when the arguments make no sense.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("StudySpot gate: decides at the door, with or without a network.")
        {
            RunGate.Command(), SetUp.Command(), Examine.Command(), ShowStatus.Command(), TestPart.Command(), ShowLogs.Command(),
            CollectSupport.Command(), ShowFaces.Command(), FactoryReset.Command(), LookAfterFaces.Command(),
        };
        var parsed = root.Parse(args);
        if (args.Length > 0 && parsed.Errors.Count == 0) return await parsed.InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = Patience(parsed) });
        Explain(parsed);
        return ExitCodes.WrongCommandLine;
    }

    /// <summary>
    /// The library ends a process some time after SIGTERM whatever it is doing. The gate listens itself and takes as long as
    /// its turnstile and its farewell need; systemd has the last word. The others are cancelled, so that a relay under test is dropped.
    /// </summary>
    private static TimeSpan? Patience(ParseResult parsed) => parsed.CommandResult.Command.Name == RunGate.Name ? null : TimeSpan.FromSeconds(10);

    private static void Explain(ParseResult parsed)
    {
        foreach (var error in parsed.Errors) Console.Error.WriteLine(error.Message);
        Console.Error.WriteLine("studyspot-gate --help lists the commands.");
    }
}
