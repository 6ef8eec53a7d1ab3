using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Spectre.Console;
using StudySpot.Edge.Vision.Engine;
using StudySpot.Edge.Vision.Models;

namespace StudySpot.Edge.Faces;

/// <summary>One run over a folder of pictures: observes what no earlier run has, and writes what came out.</summary>
internal static class EvalRun
{
    /// <exception cref="OperationCanceledException">Stopped; what was observed is kept.</exception>
    public static IReadOnlyList<ObservedPicture> Observe(ModelSet models, IReadOnlyList<FacePicture> pictures, Effort effort, string cacheFolder, CancellationToken ct)
    {
        // Disposes of the set as well; the caller's second time does nothing.
        using var observer = new PictureObserver(models, effort);
        using var cache = new ObservationCache(cacheFolder, $"{models.Id}-{effort}", observer.EmbeddingLength);
        var observed = new ObservedPicture[pictures.Count];
        AnsiConsole.Progress().Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()).Start(progress =>
        {
            var task = progress.AddTask("pictures", maxValue: pictures.Count);
            for (var i = 0; i < pictures.Count; i++)
            {
                ct.ThrowIfCancellationRequested();
                observed[i] = One(observer, cache, pictures[i]);
                task.Increment(1);
            }
        });
        return observed;
    }

    public static EvalReport Report(string protocol, ModelSet models, IReadOnlyList<FacePicture> pictures, IReadOnlyList<ObservedPicture> observed, int threads,
        SamePeople same)
    {
        var pictureList = Encoding.UTF8.GetBytes(string.Join('\n', pictures.Select(picture => picture.Path)));
        var id = $"{protocol}-{models.Id}-{Convert.ToHexStringLower(SHA256.HashData(pictureList))[..8]}";
        var stages = Enum.GetValues<FrameStage>();
        var timings = stages.ToDictionary(stage => stage.ToString().ToLowerInvariant(), stage => Percentile(observed.Select(p => (double)p.StageMs[(int)stage])));
        timings["frame"] = Percentile(observed.Select(p => (double)p.StageMs.Sum()));
        return new EvalReport
        {
            Run = new RunFacts(id, protocol, models.Id, models.Sha256, pictures.Count, pictures.Select(picture => picture.Identity).Distinct().Count(),
                observed.Count(picture => picture.Faces == 0), [.. same.Pairs.Select(pair => $"{pair.A} = {pair.B}")], Processor(), threads),
            TimingsMs = timings,
            Quality = new Dictionary<string, Percentiles>
            {
                ["eyeDistancePx"] = Percentile(observed.Select(p => (double)p.EyeDistancePx)),
                ["brightness"] = Percentile(observed.Select(p => (double)p.Brightness)),
                ["sharpness"] = Percentile(observed.Select(p => (double)p.Sharpness)),
                ["embeddingLength"] = Percentile(observed.Select(p => (double)p.EmbeddingLength)),
                ["eyesOpen"] = Percentile(observed.Select(p => (double)p.EyesOpen)),
                ["yawDegrees"] = Percentile(observed.Select(p => (double)p.YawDegrees)),
                ["pitchDegrees"] = Percentile(observed.Select(p => (double)p.PitchDegrees)),
                ["rollDegrees"] = Percentile(observed.Select(p => (double)p.RollDegrees)),
            },
        };
    }

    public static void Write(string path, EvalReport report, string plot)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText($"{path}.json", JsonSerializer.Serialize(report, EvalJson.Default.EvalReport) + "\n");
        File.WriteAllText($"{path}.svg", plot);
        AnsiConsole.WriteLine($"report and plot: {path}.json, {path}.svg");
    }

    private static ObservedPicture One(PictureObserver observer, ObservationCache cache, FacePicture picture)
    {
        var jpeg = File.ReadAllBytes(picture.File);
        var key = ObservationCache.KeyOf(jpeg);
        if (cache.Find(key) is { } known) return known;
        try
        {
            var seen = observer.Observe(jpeg);
            cache.Add(key, seen);
            return seen;
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{picture.Path}: {e.Message}", e);
        }
    }

    private static Percentiles Percentile(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        double At(double share) => Math.Round(sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)], 4);
        return new Percentiles(At(0.05), At(0.5), At(0.95));
    }

    private static string Processor()
    {
        var name = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal)) : null;
        return $"{name?.Split(':')[^1].Trim() ?? "unknown"}, {Environment.ProcessorCount} cores";
    }
}
