using System.Diagnostics;
using StudySpot.Access;
using StudySpot.Benchmarks.Harness;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Edge.Vision.Attempts;
using StudySpot.Edge.Vision.Engine;
using StudySpot.Edge.Vision.Images;
using StudySpot.Edge.Vision.Learning;
using StudySpot.Edge.Vision.Tests.Liveness;

namespace StudySpot.Benchmarks.Attempts;

/// <summary>Real frames through the gate's own engine to a decided attempt; what a person waits for beside the camera's frame rate.</summary>
internal sealed class WholeAttempt : IBenchmark
{
    private const int Members = 10_000;
    private const int ViewsEach = 3;

    /// <summary>Pictures of one sequence that are tried for three usable ones.</summary>
    private const int FramesEach = 6;

    public string Name => "attempt";

    public string Measures => "three usable frames of 640 × 480 to a decided attempt: pipeline, liveness, fusion, search among 10,000 members; one thread";

    public Task RunAsync(BenchmarkRun run, CancellationToken ct)
    {
        var data = SpoofFrames.Open() ?? throw new InvalidOperationException("../shared/data/spoof-dev is not beside the repository: there are no faces to measure on.");
        using var engine = SpoofFrames.Engine() ?? throw new InvalidOperationException("The models are not in .state/models; run this through ./studyspot bench.");
        run.Progress($"enrolling {Members:#,0} members");
        using var faces = new KnownFaces(new RandomTemplates(engine.ModelSetId, engine.EmbeddingLength, Members, ViewsEach), engine.ModelSetId, engine.EmbeddingLength);
        faces.Load();
        var people = data.Sequences.Where(sequence => sequence.IsLive).Select(sequence => data.Frames(sequence, 0, FramesEach).ToArray()).ToArray();
        var rules = new AttemptRules { ModelSet = engine.ModelSetId, ThresholdFor = _ => engine.Thresholds.Shipped, Challenge = ChallengeWhen.Unsure };

        var (attempts, frames, looks, processor) = (new Latencies(), new Latencies(), new Latencies(), new Latencies());
        var end = Stopwatch.GetTimestamp() + (long)(run.Budget.TotalSeconds * Stopwatch.Frequency);
        Attempt(engine, new AttemptMachine(rules, faces, TimeProvider.System), people[0], new Latencies(), new Latencies(), out _);
        for (var i = 0; Stopwatch.GetTimestamp() < end || i < people.Length; i++)
        {
            ct.ThrowIfCancellationRequested();
            var before = Environment.CpuUsage.TotalTime;
            var took = Attempt(engine, new AttemptMachine(rules, faces, TimeProvider.System), people[i % people.Length], frames, looks, out var isDecided);
            if (!isDecided) continue;
            attempts.Add(took);
            processor.Add((long)((Environment.CpuUsage.TotalTime - before).TotalSeconds * Stopwatch.Frequency));
        }
        if (attempts.Count == 0) throw new InvalidOperationException("No sequence came to an attempt.");
        run.Report("frame to observation, median", frames.Milliseconds(0.5), "ms");
        run.Report("frame to observation, p95", frames.Milliseconds(0.95), "ms", Bar.AtMost(150));
        run.ReportRatio("whole attempt, median", attempts.Milliseconds(0.5), "ms", "frame to observation, median");
        run.Report("whole attempt, p95", attempts.Milliseconds(0.95), "ms", Bar.AtMost(500));
        // What others on the machine cannot add to: all frames tried for the attempt, unusable ones too.
        run.Report("whole attempt, processor time, p95", processor.Milliseconds(0.95), "ms");
        run.Report("fusion, liveness and search of it, p95", looks.Milliseconds(0.95), "ms");
        return Task.CompletedTask;
    }

    /// <returns>Ticks spent on the frames that made the attempt: usable ones and those between them, not the camera's pauses.</returns>
    private static long Attempt(FaceEngine engine, AttemptMachine machine, CameraFrame[] pictures, Latencies frames, Latencies looks, out bool isDecided)
    {
        var spent = 0L;
        var number = 0;
        foreach (var picture in pictures)
        {
            var start = Stopwatch.GetTimestamp();
            var seen = engine.Analyse(new BgrView(picture.Bgr.Span, picture.WidthPx, picture.HeightPx), ++number, start);
            frames.AddSince(start);
            var looking = Stopwatch.GetTimestamp();
            var step = machine.Look(seen);
            looks.AddSince(looking);
            spent += Stopwatch.GetTimestamp() - start;
            // Frames before the first usable one belong to nobody's waiting: the person is not there yet.
            if (number == 1 && seen.Main?.Quality.IsUsable != true) spent = 0;
            if (step.Attempt is null) continue;
            isDecided = true;
            return spent;
        }
        isDecided = false;
        return spent;
    }
}
