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
            CollectSupport.Command(), FactoryReset.Command(),
        };
        root.Add(EvaluateLiveness.Command());
        var parsed = root.Parse(args);
        if (args.Length > 0 && parsed.Errors.Count == 0) return await parsed.InvokeAsync();
        Explain(parsed);
        return ExitCodes.WrongCommandLine;
    }

    private static void Explain(ParseResult parsed)
    {
        foreach (var error in parsed.Errors) Console.Error.WriteLine(error.Message);
        Console.Error.WriteLine("studyspot-gate --help lists the commands.");
    }
}
