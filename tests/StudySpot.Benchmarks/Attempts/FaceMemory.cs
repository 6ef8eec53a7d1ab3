using System.Text.Json;
using System.Text.Json.Serialization;
using StudySpot.Benchmarks.Harness;

namespace StudySpot.Benchmarks.Attempts;

/// <summary>Resident memory of a process that only recognises faces, so that nothing else of a gate hides in the figure.</summary>
internal sealed class FaceMemory : IBenchmark
{
    private const int Members = 10_000;

    /// <summary>What one enrolment takes (EnrolmentRules).</summary>
    private const int ViewsEach = 5;

    public string Name => "face-memory";

    public string Measures => "a process with the face engine and 10,000 members of five views each, while it looks at frames: largest memory";

    public async Task RunAsync(BenchmarkRun run, CancellationToken ct)
    {
        var output = await ChildProcess.RunAsync(
            [FaceMemoryChild.Argument, FormattableString.Invariant($"{Members}"), FormattableString.Invariant($"{ViewsEach}")], TimeSpan.FromMinutes(5),
            // The gate's own setting of the collector (StudySpot.Edge.csproj), in hexadecimal.
            new Dictionary<string, string?> { ["DOTNET_GCGen0MaxBudget"] = "400000" });
        var figures = JsonSerializer.Deserialize(output, FaceMemoryJson.Default.FaceMemoryFigures) ?? throw new InvalidOperationException("The child said nothing.");
        run.Report("process before the engine", figures.BareMiB, "MiB");
        run.Report("with the engine open", figures.OpenedMiB, "MiB");
        run.Report("with 10,000 members", figures.LoadedMiB, "MiB");
        run.ReportRatio("while it looks at frames, largest", figures.LookingMiB, "MiB", "process before the engine", Bar.AtMost(300));
    }
}

/// <summary>Largest resident memory up to each step.</summary>
internal sealed record FaceMemoryFigures(double BareMiB, double OpenedMiB, double LoadedMiB, double LookingMiB);

[JsonSerializable(typeof(FaceMemoryFigures))]
internal sealed partial class FaceMemoryJson : JsonSerializerContext;
