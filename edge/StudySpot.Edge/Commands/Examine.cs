using System.CommandLine;
using Spectre.Console;
using StudySpot.Edge.Doctor;
using StudySpot.Edge.Status;

namespace StudySpot.Edge.Commands;

/// <summary><c>doctor</c>: every part looked at, one line each, with what to do.</summary>
internal static class Examine
{
    public static Command Command()
    {
        var (json, config) = (GateOptions.Json(), GateOptions.Config());
        var checklist = new Option<bool>("--checklist") { Description = "Print the acceptance checklist: what a person looks at, beside what the doctor does." };
        var command = new Command("doctor", "Look at every part of this gate and say what to do. Ends with 1 when something fails. Changes nothing; a running gate goes on.") { json, config, checklist };
        command.SetAction((parsed, ct) => parsed.GetValue(checklist)
            ? PrintChecklistAsync(ct)
            : RunAsync(parsed.GetValue(json), parsed.GetValue(config), TimeProvider.System, ct));
        return command;
    }

    private static async Task<int> RunAsync(bool json, string? config, TimeProvider time, CancellationToken ct)
    {
        var gate = await GateAtHand.FindAsync(config, time, ct);
        var report = await Examination.RunAsync(gate, json ? _ => { } : Print, ct);
        if (json) Talk.Json(report, EdgeJson.Readable.DoctorReport);
        else Summarise(report);
        return report.Worst == Verdict.Fail ? 1 : 0;
    }

    private static async Task<int> PrintChecklistAsync(CancellationToken ct)
    {
        await using var page = typeof(Examine).Assembly.GetManifestResourceStream("acceptance.md")!;
        using var reader = new StreamReader(page);
        Console.WriteLine(await reader.ReadToEndAsync(ct));
        return 0;
    }

    private static void Print(Finding finding)
    {
        var (word, colour) = finding.Verdict switch
        {
            Verdict.Ok => ("ok  ", "green"),
            Verdict.Warn => ("warn", "yellow"),
            Verdict.Fail => ("FAIL", "red"),
            _ => ("-   ", "grey"),
        };
        Talk.Console.MarkupLineInterpolated($"[{colour}]{word}[/]  {finding.Check,-12} {finding.Says}");
        if (finding.Fix is { } fix) Talk.Console.MarkupLineInterpolated($"      {"",-12} → {fix}");
    }

    private static void Summarise(DoctorReport report)
    {
        int Of(Verdict verdict) => report.Findings.Count(one => one.Verdict == verdict);
        Talk.Console.WriteLine($"{Of(Verdict.Ok)} ok, {Of(Verdict.Warn)} to watch, {Of(Verdict.Fail)} failed, {Of(Verdict.Skipped)} not looked at");
    }
}
