using StudySpot.Access;
using StudySpot.Edge.Commands;
using StudySpot.Edge.Devices;
using StudySpot.Edge.Gate.Health;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Setup;

namespace StudySpot.Edge.PartTests;

/// <summary>Releases the turnstile once, when somebody who stands beside it says so.</summary>
internal static class RelayTest
{
    private const string Command = "test relay";

    private static readonly TimeSpan TimeToWalk = TimeSpan.FromSeconds(10);

    internal sealed record Options(bool Exit, bool NewRelay, bool Yes);

    public static async Task<CommandAnswer> RunAsync(GateAtHand gate, Options options, CancellationToken ct)
    {
        if (gate.Settings is not { } settings) return PartTestAnswers.NoSettings(Command, gate);
        if (gate.Running is not null || gate.Silent) return PartTestAnswers.GateRuns(Command);
        if (options.NewRelay)
        {
            RelayCycles.Reset(settings.DataFolder);
            return new CommandAnswer(Command, true, "the relay's cycles count from 0");
        }
        if (Turnstiles.Find(gate.Source, gate.Profile) is not { } driver) return new CommandAnswer(Command, false, gate.Source.Faults[^1], "run `studyspot-gate setup`");
        if (!options.Yes && !ConsoleQuestions.ConsoleSure("The turnstile is released now. Is the way clear?"))
            return new CommandAnswer(Command, false, "not released", "call it again with --yes, or answer y");
        var direction = options.Exit ? Direction.Exit : Direction.Entry;
        await using var turnstile = driver(settings, gate.Time);
        try
        {
            await turnstile.LockAsync(ct);
            var result = await turnstile.ReleaseAsync(direction, TimeToWalk, ct);
            // Counted here as the running gate counts: the relay wears all the same.
            new RelayCycles(settings.DataFolder, () => turnstile.Report.RelayCycles).Save();
            return Answer(result, direction, turnstile.Report);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new CommandAnswer(Command, false, turnstile.Report.Lost ?? e.Message, "look at the board's profile and at the wiring (hardware/)");
        }
    }

    private static CommandAnswer Answer(PassageResult result, Direction direction, TurnstileReport report)
    {
        var facts = new Dictionary<string, string> { ["result"] = result.ToString(), ["direction"] = direction.ToWire() };
        return result switch
        {
            PassageResult.Passed => new CommandAnswer(Command, true, "released, somebody passed, locked again", Facts: facts),
            PassageResult.TimedOut => new CommandAnswer(Command, true, "released and locked again; the sensor saw nobody",
                "if somebody did walk through, look at the passage sensor: studyspot-gate test sensor", facts),
            _ => new CommandAnswer(Command, false, report.Lost ?? "the relay did not do as told", "look at the wiring of relay and read-back (hardware/)", facts),
        };
    }
}
