using System.Globalization;
using Spectre.Console;

namespace StudySpot.Edge.Faces;

/// <summary>Prints a report for people.</summary>
internal static class EvalTables
{
    public static void Print(EvalReport report)
    {
        AnsiConsole.WriteLine($"{report.Run.Pictures} pictures of {report.Run.People} people, {report.Run.NoFaceFound} without a face found; model set {report.Run.ModelSet}");
        if (report.Folds is { } folds)
            AnsiConsole.WriteLine($"accuracy over ten folds {Share(folds.Accuracy)} ± {Share(folds.StandardDeviation)} on {folds.Pairs} pairs; equal error rate {Share(report.EqualError!.Rate)}");
        if (report.Roc is { } roc)
        {
            var table = new Table().AddColumns("false accepts", "threshold", "false rejects (pairs.csv)", "false rejects (all)");
            foreach (var point in roc) table.AddRow(Rate(point.FalseAcceptRate), Number(point.Threshold), Share(point.FalseRejectRatePairs), Share(point.FalseRejectRateAll));
            AnsiConsole.Write(table);
        }
        if (report.Split is { } split)
        {
            var table = new Table().AddColumns("chosen for", "threshold", "false accepts of the others", "false rejects of the others");
            foreach (var point in split) table.AddRow(Rate(point.FalseAcceptRate), Number(point.Threshold), Rate(point.ReportedFalseAcceptRate), Share(point.ReportedFalseRejectRate));
            AnsiConsole.WriteLine($"{split[0].ChoosingPeople} people chose, {split[0].ReportingPeople} others report:");
            AnsiConsole.Write(table);
        }
        if (report.Shipped is { } shipped)
            AnsiConsole.WriteLine($"at the shipped threshold {Number(shipped.Threshold)}: false accepts {Rate(shipped.FalseAcceptRate)} ({shipped.FalseAccepts} of {shipped.Impostors}), "
                + $"false rejects {Share(shipped.FalseRejectRatePairs)} (pairs.csv), {Share(shipped.FalseRejectRateAll)} (all)");
        if (report.Fused is { } fused)
        {
            AnsiConsole.WriteLine($"as at a gate, up to five views enrolled and three pictures an attempt: {fused.Attempts} attempts of {fused.PeopleWithAttempts} people among {fused.PeopleEnrolled}");
            var table = new Table().AddColumns("false accepts", "threshold", "false rejects");
            foreach (var point in fused.Roc) table.AddRow(Rate(point.FalseAcceptRate), Number(point.Threshold), Share(point.FalseRejectRate));
            table.AddRow(Rate(fused.ShippedFalseAcceptRate), $"{Number(fused.Shipped)}, shipped", Share(fused.ShippedFalseRejectRate));
            AnsiConsole.Write(table);
        }
        if (report.Fused?.Hall is { } hall)
            AnsiConsole.WriteLine($"halls of {hall.Members}, threshold {Number(hall.Threshold)}, margin {Number(hall.Margin)}: {hall.StrangersLetIn} of {hall.StrangerAttempts} attempts of strangers let in, "
                + $"{hall.MembersLetIn} of {hall.MemberAttempts} of members, {hall.MembersMistaken} as another member");
        if (report.Spoof is { } spoof)
        {
            var table = new Table().AddColumns("", "APCER", "BPCER", "ACER", "attacks", "live");
            Row("chose the threshold", spoof.Choosing);
            Row("report", spoof.Reporting);
            Row("report, at 0.5", spoof.AtHalf);
            AnsiConsole.WriteLine($"live probability from {Number(spoof.Threshold)}; subjects {string.Join(" ", spoof.ChoosingSubjects)} chose, {string.Join(" ", spoof.ReportingSubjects)} report");
            AnsiConsole.Write(table);
            void Row(string name, AttackFacts facts) => table.AddRow(name, Share(facts.Apcer), Share(facts.Bpcer), Share(facts.Acer), $"{facts.Attacks}", $"{facts.Live}");
        }
        var timings = new Table().AddColumns("stage", "p50 ms", "p95 ms");
        foreach (var (stage, time) in report.TimingsMs) timings.AddRow(stage, Milliseconds(time.P50), Milliseconds(time.P95));
        AnsiConsole.Write(timings);
    }

    private static string Share(double? share) => share is { } value ? (value * 100).ToString("0.00", CultureInfo.InvariantCulture) + " %" : "too few pairs";

    private static string Rate(double? rate) => rate is { } value ? value.ToString("0.0e+0", CultureInfo.InvariantCulture) : "too few pairs";

    private static string Number(float? number) => number is { } value ? value.ToString("0.0000", CultureInfo.InvariantCulture) : "-";

    private static string Milliseconds(double ms) => ms.ToString("0.0", CultureInfo.InvariantCulture);
}
