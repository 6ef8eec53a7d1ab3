using System.Diagnostics;
using StudySpot.Benchmarks.Harness;
using StudySpot.Edge.Storage;
using StudySpot.Testing;

namespace StudySpot.Benchmarks.Gate;

/// <summary>The real gate loop and store, a reader that is fed and a turnstile that takes no time.</summary>
internal sealed class GateLatency : IBenchmark
{
    private const int WarmUp = 200;

    public string Name => "gate";

    public string Measures => "last byte of a code to the relay call: parse, look-up, decision and the event's durable write; the disk's share beside it";

    public async Task RunAsync(BenchmarkRun run, CancellationToken ct)
    {
        using var folder = new ScratchFolder();
        var disk = BareSync(folder.File("bare"), run.Budget / 5, ct);
        run.Report("bare 4 KiB write and fsync, median", disk.Milliseconds(0.5), "ms");
        run.Report("bare 4 KiB write and fsync, p99", disk.Milliseconds(0.99), "ms");

        run.Progress("synchronous=FULL");
        var full = await MeasureAsync(folder.File("full"), SqliteDurability.Full, run.Budget * 2 / 5, ct);
        run.ReportRatio("code to relay, median", full.Milliseconds(0.5), "ms", "bare 4 KiB write and fsync, median", Bar.AtMost(5));
        run.Report("code to relay, p95", full.Milliseconds(0.95), "ms");
        run.ReportRatio("code to relay, p99", full.Milliseconds(0.99), "ms", "bare 4 KiB write and fsync, p99", Bar.AtMost(25));
        run.Report("code to relay, worst", full.Milliseconds(1), "ms");
        run.Report("codes measured", full.Count, "codes");

        run.Progress("without fsync");
        var bare = await MeasureAsync(folder.File("nosync"), SqliteDurability.NoSync, run.Budget * 2 / 5, ct);
        run.ReportRatio("without fsync: code to relay, median", bare.Milliseconds(0.5), "ms", "code to relay, median");
        run.ReportRatio("without fsync: code to relay, p99", bare.Milliseconds(0.99), "ms", "code to relay, p99");
    }

    private static async Task<Latencies> MeasureAsync(string folder, SqliteDurability durability, TimeSpan budget, CancellationToken ct)
    {
        await using var door = await SampleDoor.OpenAsync(folder, durability);
        for (var i = 0; i < WarmUp; i++) await door.WalkThroughAsync(ct);
        var latencies = new Latencies(10_000);
        var end = Stopwatch.GetTimestamp() + (long)(budget.TotalSeconds * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() < end) latencies.Add(await door.WalkThroughAsync(ct));
        return latencies;
    }

    /// <summary>What this disk takes for the least durable write there is.</summary>
    private static Latencies BareSync(string file, TimeSpan budget, CancellationToken ct)
    {
        var page = new byte[4096];
        using var stream = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var latencies = new Latencies(10_000);
        var end = Stopwatch.GetTimestamp() + (long)(budget.TotalSeconds * Stopwatch.Frequency);
        while (Stopwatch.GetTimestamp() < end)
        {
            ct.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            stream.Write(page);
            stream.Flush(flushToDisk: true);
            latencies.AddSince(start);
        }
        return latencies;
    }
}
