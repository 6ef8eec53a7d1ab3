using System.Diagnostics;
using System.Globalization;
using StudySpot.Benchmarks.Harness;
using StudySpot.EndToEnd.Tests;
using StudySpot.Testing;

namespace StudySpot.Benchmarks.Soak;

/// <summary>
/// Four gates of the running system, each with a scanner that is typed into and a camera that looks at a scene: after
/// warm-up neither memory nor file handles nor threads may grow. The bar of the product is 10 minutes: <c>--only soak --seconds 600</c>.
/// </summary>
internal sealed class FourGates : IBenchmark
{
    private const int Gates = 4;

    // The first minute compiles hot paths and fills pools; what is used after it should stay.
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan BetweenSamples = TimeSpan.FromSeconds(2);

    public string Name => "soak";

    public string Measures => "4 gates with scanner and camera, one code a second each: growth after a minute of warm-up (meaningful with --seconds 600)";

    public async Task RunAsync(BenchmarkRun run, CancellationToken ct)
    {
        await using var system = await RunningSystem.StartAsync();
        await system.SignInAsOwnerAsync();
        var lines = new List<SerialLine>();
        var gates = new List<GateProcess>();
        try
        {
            for (var i = 0; i < Gates; i++)
            {
                var registered = await system.RegisterGateAsync($"Door {i.ToString(CultureInfo.InvariantCulture)}");
                lines.Add(await SerialLine.PlugInAsync());
                gates.Add(new GateProcess(registered.BundleFile, system.Scratch($"gate{i.ToString(CultureInfo.InvariantCulture)}"), lines[i].Device));
                await gates[i].StartAsync();
            }
            run.Progress("warming up");
            await TypeForAsync(lines, WarmUp, sample: null, ct);
            var samples = gates.Select(_ => new List<Sample>()).ToArray();
            run.Progress($"measuring for {run.Budget.TotalSeconds.ToString("0", CultureInfo.InvariantCulture)} s");
            await TypeForAsync(lines, run.Budget, () =>
            {
                for (var i = 0; i < Gates; i++) samples[i].Add(Sample.Of(gates[i].Id));
            }, ct);
            Report(run, samples);
        }
        finally
        {
            foreach (var gate in gates) await gate.DisposeAsync();
            foreach (var line in lines) await line.DisposeAsync();
        }
    }

    private static async Task TypeForAsync(List<SerialLine> lines, TimeSpan duration, Action? sample, CancellationToken ct)
    {
        var watch = Stopwatch.StartNew();
        var lastSample = TimeSpan.Zero;
        for (var number = 0; watch.Elapsed < duration; number++)
        {
            foreach (var line in lines) await line.TypeAsync($"SS1:{number.ToString("D8", CultureInfo.InvariantCulture)}");
            if (sample is not null && watch.Elapsed - lastSample >= BetweenSamples)
            {
                lastSample = watch.Elapsed;
                sample();
            }
            await Task.Delay(TimeSpan.FromSeconds(1), ct);
        }
    }

    private static void Report(BenchmarkRun run, List<Sample>[] samples)
    {
        // The least of a third hides the garbage collector's saw-tooth; a leak lifts the least as well.
        double Growth(Func<Sample, double> value) => samples.Max(gate =>
        {
            var third = Math.Max(1, gate.Count / 3);
            return gate.TakeLast(third).Min(value) - gate.Take(third).Min(value);
        });
        run.Report("memory of one gate, most", samples.Max(gate => gate.Max(s => s.MemoryMb)), "MB", Bar.AtMost(250));
        run.Report("memory growth, worst gate", Growth(s => s.MemoryMb), "MB", Bar.AtMost(5));
        run.Report("file handle growth, worst gate", Growth(s => s.Handles), "handles", Bar.AtMost(0));
        run.Report("thread growth, worst gate", Growth(s => s.Threads), "threads", Bar.AtMost(0));
    }

    private readonly record struct Sample(double MemoryMb, double Handles, double Threads)
    {
        public static Sample Of(int process)
        {
            var folder = $"/proc/{process.ToString(CultureInfo.InvariantCulture)}";
            var status = File.ReadLines($"{folder}/status").ToArray();
            return new Sample(Read(status, "VmRSS:") / 1024.0, Directory.GetFileSystemEntries($"{folder}/fd").Length, Read(status, "Threads:"));
        }

        private static double Read(string[] status, string name) => double.Parse(
            status.Single(line => line.StartsWith(name, StringComparison.Ordinal)).Split((char[])[' ', '\t'], StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture);
    }
}
