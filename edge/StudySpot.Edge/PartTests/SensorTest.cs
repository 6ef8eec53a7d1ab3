using System.Collections.Concurrent;
using System.Globalization;
using StudySpot.Edge.Commands;
using StudySpot.Edge.Devices;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.PartTests;

/// <summary>Watches the inputs around the turnstile, which stays locked.</summary>
internal static class SensorTest
{
    private const string Command = "test sensor";

    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    public static async Task<CommandAnswer> RunAsync(GateAtHand gate, TimeSpan watch, CancellationToken ct)
    {
        if (gate.Settings is not { } settings) return PartTestAnswers.NoSettings(Command, gate);
        if (gate.Running is not null || gate.Silent) return PartTestAnswers.GateRuns(Command);
        if (Turnstiles.Find(gate.Source, gate.Profile) is not { } driver) return new CommandAnswer(Command, false, gate.Source.Faults[^1], "run `studyspot-gate setup`");
        await using var turnstile = driver(settings, gate.Time);
        var signals = new ConcurrentDictionary<string, int>();
        void Count(GateInputSignal signal) => signals.AddOrUpdate(signal.ToString(), 1, (_, before) => before + 1);
        turnstile.Signal += Count;
        try
        {
            await turnstile.LockAsync(ct);
            var (before, doorOpened, tampered) = (turnstile.Report, false, false);
            var since = gate.Time.GetTimestamp();
            while (gate.Time.GetElapsedTime(since) < watch)
            {
                doorOpened |= turnstile.Report.DoorOpen;
                tampered |= turnstile.Report.Tampered;
                await Task.Delay(LookEvery, gate.Time, ct);
            }
            return Answer(before, turnstile.Report, doorOpened, tampered, signals);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            return new CommandAnswer(Command, false, turnstile.Report.Lost ?? e.Message, "look at the board's profile and at the wiring (hardware/)");
        }
        finally
        {
            turnstile.Signal -= Count;
        }
    }

    private static CommandAnswer Answer(TurnstileReport before, TurnstileReport after, bool doorOpened, bool tampered, IReadOnlyDictionary<string, int> signals)
    {
        if (after.Lost is { } why) return new CommandAnswer(Command, false, why, "look at the board's profile and at the wiring (hardware/)");
        // Nobody was released, so every movement counts as forced.
        var movements = after.Forced - before.Forced + after.Passages - before.Passages;
        var facts = signals.ToDictionary(one => one.Key, one => one.Value.ToString(CultureInfo.InvariantCulture));
        facts["movements"] = movements.ToString(CultureInfo.InvariantCulture);
        facts["doorOpened"] = doorOpened ? "yes" : "no";
        facts["housingOpen"] = tampered ? "yes" : "no";
        var anything = movements > 0 || doorOpened || tampered || !signals.Values.All(count => count == 0);
        return new CommandAnswer(Command, anything, anything ? string.Join(", ", facts.Select(one => $"{one.Key} {one.Value}")) : "no input moved",
            anything ? null : "turn the arm or press the button while it watches; then look at the line's number, its bias and the wire (hardware/)", facts);
    }
}
