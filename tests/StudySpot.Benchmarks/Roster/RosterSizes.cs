using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization;
using StudySpot.Benchmarks.Harness;
using StudySpot.Testing;

namespace StudySpot.Benchmarks.Roster;

/// <summary>A gate of 100,000 members beside one of 100: each its own process on a store of its own.</summary>
internal sealed class RosterSizes : IBenchmark
{
    public const int Small = 100;
    public const int Large = 100_000;

    public string Name => "roster";

    public string Measures => "a gate with 100 and with 100,000 members: look-up and decision, start to ready, memory; store alone and the whole gate process";

    public async Task RunAsync(BenchmarkRun run, CancellationToken ct)
    {
        using var folder = new ScratchFolder();
        var small = await MeasureAsync(run, folder.File("small"), Small);
        var large = await MeasureAsync(run, folder.File("large"), Large);
        Report(run, Small, small);
        run.ReportRatio(Of(Large, "look-up and decision, median"), large.DecisionMedianMs, "ms", Of(Small, "look-up and decision, median"), Bar.AtMost(0.3));
        run.ReportRatio(Of(Large, "look-up and decision, p99"), large.DecisionP99Ms, "ms", Of(Small, "look-up and decision, p99"));
        run.ReportRatio(Of(Large, "store alone, start to ready"), large.ReadyMs / 1000, "s", Of(Small, "store alone, start to ready"), Bar.AtMost(3));
        run.ReportRatio(Of(Large, "store alone, largest memory"), large.PeakMiB, "MiB", Of(Small, "store alone, largest memory"), Bar.AtMost(250));
        run.Report(Of(Large, "apply the whole roster"), large.ApplyMs / 1000, "s");
        run.Report(Of(Large, "largest memory while applying it"), large.ApplyPeakMiB, "MiB", Bar.AtMost(250));

        run.Progress("the gate's executable");
        var wholeSmall = await WholeGate.StartAsync(folder.File("small"), folder);
        var wholeLarge = await WholeGate.StartAsync(folder.File("large"), folder);
        run.Report(Of(Small, "gate process, start to ready"), wholeSmall.Ready.TotalSeconds, "s");
        run.Report(Of(Small, "gate process, largest memory"), wholeSmall.PeakMiB, "MiB");
        run.ReportRatio(Of(Large, "gate process, start to ready"), wholeLarge.Ready.TotalSeconds, "s", Of(Small, "gate process, start to ready"), Bar.AtMost(3));
        run.Report(Of(Large, "gate process, processor time of that"), wholeLarge.Processor.TotalSeconds, "s");
        run.ReportRatio(Of(Large, "gate process, largest memory"), wholeLarge.PeakMiB, "MiB", Of(Small, "gate process, largest memory"), Bar.AtMost(250));
    }

    private static void Report(BenchmarkRun run, int members, RosterFigures figures)
    {
        run.Report(Of(members, "look-up and decision, median"), figures.DecisionMedianMs, "ms");
        run.Report(Of(members, "look-up and decision, p99"), figures.DecisionP99Ms, "ms");
        run.Report(Of(members, "store alone, start to ready"), figures.ReadyMs / 1000, "s");
        run.Report(Of(members, "store alone, largest memory"), figures.PeakMiB, "MiB");
    }

    private static string Of(int members, string what) => FormattableString.Invariant($"{members:#,0} members: {what}");

    private static async Task<RosterFigures> MeasureAsync(BenchmarkRun run, string folder, int members)
    {
        run.Progress(FormattableString.Invariant($"{members:#,0} members"));
        var applied = await ChildAsync(RosterChild.Fill, folder, members, run.Budget);
        var measured = await ChildAsync(RosterChild.Measure, folder, members, run.Budget);
        return measured with { ApplyMs = applied.ApplyMs, ApplyPeakMiB = applied.ApplyPeakMiB };
    }

    /// <summary>Memory and start are those of a process that does nothing else, and of one that did not just write the roster.</summary>
    private static async Task<RosterFigures> ChildAsync(string what, string folder, int members, TimeSpan budget)
    {
        var output = await ChildProcess.RunAsync(
            [what, folder, FormattableString.Invariant($"{members}"), FormattableString.Invariant($"{budget.TotalSeconds / 2}")], TimeSpan.FromMinutes(10));
        return JsonSerializer.Deserialize(output, RosterJson.Default.RosterFigures) ?? throw new InvalidOperationException("The child said nothing.");
    }
}

/// <summary>What a child process measured.</summary>
internal sealed record RosterFigures(double ApplyMs, double ReadyMs, double DecisionMedianMs, double DecisionP99Ms, double PeakMiB, double ApplyPeakMiB);

[JsonSerializable(typeof(RosterFigures))]
internal sealed partial class RosterJson : JsonSerializerContext;
