using System.CommandLine;
using Spectre.Console;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Edge.Liveness;
using StudySpot.Edge.Vision.Engine;
using StudySpot.Edge.Vision.Evaluation;
using StudySpot.Edge.Vision.Liveness;
using StudySpot.Edge.Vision.Models;
using StudySpot.Edge.Vision.Runtime;

namespace StudySpot.Edge.Commands;

/// <summary><c>face liveness</c>: measures each method of telling people from pictures, and all together, on sequences of pictures.</summary>
internal static class EvaluateLiveness
{
    public static Command Command()
    {
        var data = new Option<string>("--data") { Description = "Folder with manifest.csv (file, label, subject) and the pictures, named sequence_number.jpg.", Required = true };
        var models = new Option<string>("--models") { Description = "Folder of installed models.", DefaultValueFactory = _ => ".state/models" };
        var subjects = new Option<string[]>("--subjects") { Description = "Only these subjects; without, all.", AllowMultipleArgumentsPerToken = true };
        var frames = new Option<int>("--frames") { Description = "Frames of one attempt, 3 to 12.", DefaultValueFactory = _ => 3 };
        var screens = new Option<int>("--screens") { Description = "Also this many frames of each live sequence on each simulated screen.", DefaultValueFactory = _ => 0 };
        var command = new Command("liveness", "Measure liveness on sequences of live faces and attacks (APCER, BPCER, ACER).") { data, models, subjects, frames, screens };
        command.SetAction((parsed, ct) => Task.Run(() => Run(
            new Asked(parsed.GetValue(data)!, parsed.GetValue(models)!, parsed.GetValue(subjects) ?? [], Math.Clamp(parsed.GetValue(frames), 3, 12), parsed.GetValue(screens)), ct), ct));
        return command;
    }

    private sealed record Asked(string Data, string Models, string[] Subjects, int Frames, int Screens);

    private static int Run(Asked asked, CancellationToken ct)
    {
        try
        {
            var sequences = PresentationFolder.Read(asked.Data).Where(one => asked.Subjects.Length == 0 || asked.Subjects.Contains(one.Subject)).ToArray();
            if (sequences.Length == 0) throw new InvalidDataException($"{asked.Data} has no sequence of these subjects.");
            using var engine = new FaceEngine(ModelSet.Open(asked.Models, ModelSet.PackagedEmbedding, new RuntimeOptions()), new FaceEngineOptions(), set => new PassiveLiveness(set.Liveness));
            using var observer = new SequenceObserver(engine);
            var seen = Observe("sequences", sequences, observer.Observe, ct);
            Print($"Attempts of {asked.Frames} usable frames, {sequences.Select(one => one.Subject).Distinct().Count()} subjects", LivenessEvaluation.Of(seen, asked.Frames));
            if (asked.Screens > 0) Screens(asked, [.. sequences.Where(one => one.IsLive)], observer, ct);
            return ExitCodes.Clean;
        }
        catch (Exception e) when (e is InvalidDataException or ModelException)
        {
            Console.Error.WriteLine(e.Message);
            return e is ModelException ? ExitCodes.PartMissing : ExitCodes.WrongCommandLine;
        }
    }

    private static void Screens(Asked asked, PictureSequence[] live, SequenceObserver observer, CancellationToken ct)
    {
        var all = SimulatedScreen.Kinds.SelectMany(screen => Observe("simulated screens", live, sequence => observer.OnScreen(sequence, screen, asked.Screens), ct)).ToArray();
        Print("Videos on simulated screens: a simulation, no measurement of real ones", LivenessEvaluation.Of(all, asked.Frames));
    }

    private static FaceSequence[] Observe(string what, PictureSequence[] sequences, Func<PictureSequence, FaceSequence> observe, CancellationToken ct)
    {
        var seen = new FaceSequence[sequences.Length];
        // Progress goes to the error stream: the table can be piped.
        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) }).Progress().Start(progress =>
        {
            var task = progress.AddTask(what, maxValue: sequences.Length);
            for (var i = 0; i < sequences.Length; i++, task.Increment(1))
            {
                ct.ThrowIfCancellationRequested();
                seen[i] = observe(sequences[i]);
            }
        });
        return seen;
    }

    private static void Print(string title, IReadOnlyList<LivenessErrors> errors)
    {
        var table = new Table { Title = new TableTitle(title) }.AddColumns("method", "attacks accepted", "APCER", "people refused", "BPCER", "ACER", "silent: attacks", "people");
        foreach (var one in errors)
            table.AddRow(one.Method, Invariant($"{one.AttacksAccepted} of {one.Attacks}"), Rate(one.Apcer), Invariant($"{one.LiveRefused} of {one.Live}"), Rate(one.Bpcer), Rate(one.Acer),
                Invariant($"{one.AttacksUndecided}"), Invariant($"{one.LiveUndecided}"));
        AnsiConsole.Write(table);
    }

    private static string Rate(double rate) => double.IsNaN(rate) ? "–" : Invariant($"{100 * rate:0.00} %");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
