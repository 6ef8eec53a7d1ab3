using System.Diagnostics;
using NodaTime;
using StudySpot.Access;
using StudySpot.Benchmarks.Harness;
using StudySpot.Crypto;

namespace StudySpot.Benchmarks.Decision;

/// <summary>Text to answer, everything in memory, one thread.</summary>
internal sealed class DecisionAlone : IBenchmark
{
    private const int CodeCount = 256;
    private const int WarmUp = 2_000;

    public string Name => "decision";

    public string Measures => "text of a code to the decision (parse, all rules, signatures), one thread, nothing stored";

    public Task RunAsync(BenchmarkRun run, CancellationToken ct)
    {
        using var pass = new SamplePass();
        var roster = new RosterState(1, SamplePass.Now);
        var shortCodes = Enumerable.Range(0, CodeCount).Select(_ => pass.ShortCode()).ToArray();
        var longCodes = Enumerable.Range(0, CodeCount).Select(_ => pass.LongCode()).ToArray();
        var third = run.Budget / 3;

        var verification = Measure(VerifyOnce(shortCodes, pass), third, ct);
        run.Report("one signature verification, median", verification.Milliseconds(0.5), "ms");
        var known = Measure(i => Decide(shortCodes[i % CodeCount], pass, roster, known: true), third, ct);
        run.ReportRatio("short code, median", known.Milliseconds(0.5), "ms", "one signature verification, median", Bar.AtMost(0.3));
        run.Report("short code, p99", known.Milliseconds(0.99), "ms");
        var fresh = Measure(i => Decide(longCodes[i % CodeCount], pass, roster, known: false), third, ct);
        run.ReportRatio("long code, fresh credential, median", fresh.Milliseconds(0.5), "ms", "one signature verification, median");
        run.Report("short code, allocated", AllocatedBy(() => Decide(shortCodes[0], pass, roster, known: true)), "bytes");
        return Task.CompletedTask;
    }

    private static Action<int> VerifyOnce(string[] codes, SamplePass pass)
    {
        var read = codes.Select(code => PresentationCodec.TryParse(code, out var presentation, out _) ? presentation! : throw new InvalidOperationException("A sample code is malformed.")).ToArray();
        var key = pass.Credential.PublicKey;
        return i =>
        {
            var code = read[i % CodeCount];
            if (!Ed25519.Verify(key.Span, code.SignedBytes.Span, code.Signature.Span)) throw new InvalidOperationException("A sample code does not verify.");
        };
    }

    private static void Decide(string text, SamplePass pass, RosterState roster, bool known)
    {
        if (!PresentationCodec.TryParse(text, out var presentation, out _)) throw new InvalidOperationException("A sample code is malformed.");
        var decision = AccessEngine.Decide(new DecisionInput
        {
            Presentation = presentation,
            Direction = Direction.Entry,
            Place = pass.Place,
            Clock = new ClockReading(SamplePass.Now, ClockQuality.Synchronised, Duration.Zero),
            Policy = pass.Policy,
            Roster = roster,
            Credential = known ? pass.Credential : null,
            Member = known ? pass.Member : null,
            Memory = default,
        });
        if (decision.Outcome != Outcome.Allow) throw new InvalidOperationException($"A sample code was refused: {decision.Reason}.");
    }

    private static Latencies Measure(Action<int> once, TimeSpan budget, CancellationToken ct)
    {
        for (var i = 0; i < WarmUp; i++) once(i);
        var latencies = new Latencies(100_000);
        var end = Stopwatch.GetTimestamp() + (long)(budget.TotalSeconds * Stopwatch.Frequency);
        for (var i = 0; Stopwatch.GetTimestamp() < end; i++)
        {
            ct.ThrowIfCancellationRequested();
            var start = Stopwatch.GetTimestamp();
            once(i);
            latencies.AddSince(start);
        }
        return latencies;
    }

    private static double AllocatedBy(Action once)
    {
        const int Times = 1_000;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < Times; i++) once();
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)Times;
    }
}
