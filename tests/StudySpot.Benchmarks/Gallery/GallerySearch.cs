using System.Diagnostics;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using StudySpot.Access;
using StudySpot.Benchmarks.Harness;
using StudySpot.Edge.Vision.Gallery;

namespace StudySpot.Benchmarks.Gallery;

/// <summary>Searches beside bare reads of as many bytes: what the memory allows and what the search makes of it.</summary>
internal sealed class GallerySearch : IBenchmark
{
    private const int Length = 544;
    private const int Members = 25_000;
    private const int ViewsEach = 4;

    public string Name => "gallery";

    public string Measures => "exact search in 100,000 templates of 544 floats, one thread, beside a bare read of the same bytes";

    public Task RunAsync(BenchmarkRun run, CancellationToken ct)
    {
        var random = new Random(20261125);
        using var gallery = new FaceGallery(Length);
        run.Progress($"filling with {Members * ViewsEach:#,0} templates");
        var faces = new float[Members][];
        for (var member = 0; member < Members; member++)
        {
            ct.ThrowIfCancellationRequested();
            faces[member] = Face(random, null, 0);
            var id = new MemberId(Id(random));
            for (var view = 0; view < ViewsEach; view++) gallery.Add(id, Id(random), Face(random, faces[member], 0.6f));
        }
        var part = run.Budget / 4;
        var bytes = new byte[gallery.Templates * Length];
        random.NextBytes(bytes);

        var read = Measure(_ => Read(bytes), part, ct);
        run.Report("bare read of 54 MB, median", read.Milliseconds(0.5), "ms");
        var known = Measure(i => gallery.Search(Face(random, faces[i % Members], 0.6f)), part, ct);
        run.ReportRatio("search for a member, median", known.Milliseconds(0.5), "ms", "bare read of 54 MB, median", Bar.AtMost(8));
        run.Report("search for a member, p95", known.Milliseconds(0.95), "ms");
        var unknown = Measure(_ => gallery.Search(Face(random, null, 0)), part, ct);
        run.ReportRatio("search for a stranger, median", unknown.Milliseconds(0.5), "ms", "bare read of 54 MB, median", Bar.AtMost(8));
        run.Report("search for a stranger, p95", unknown.Milliseconds(0.95), "ms");
        run.Report("search for a stranger, processor time, mean", ProcessorTime(gallery, random), "ms");
        PlainLoop(run, random, part, ct);
        var own = new MemberId(Id(random));
        KeyValuePair<Guid, ReadOnlyMemory<float>>[] views = [new(Id(random), Face(random, null, 0)), new(Id(random), Face(random, null, 0))];
        var changes = Measure(_ => gallery.Replace(own, views), part, ct);
        run.Report("replacing one member's templates, p99", changes.Milliseconds(0.99), "ms");
        return Task.CompletedTask;
    }

    /// <summary>What comparing float by float costs: four times the bytes.</summary>
    private static void PlainLoop(BenchmarkRun run, Random random, TimeSpan budget, CancellationToken ct)
    {
        var floats = new float[Members * ViewsEach * Length];
        for (var i = 0; i < floats.Length; i++) floats[i] = random.NextSingle();
        var query = Face(random, null, 0);
        var plain = Measure(_ =>
        {
            var best = float.NegativeInfinity;
            for (var at = 0; at < floats.Length; at += Length) best = Math.Max(best, TensorPrimitives.Dot(query, floats.AsSpan(at, Length)));
            GC.KeepAlive(best);
        }, budget, ct);
        run.ReportRatio("plain loop over floats, median", plain.Milliseconds(0.5), "ms", "search for a stranger, median");
    }

    /// <summary>What others on the machine cannot add to; but their use of the memory still shows.</summary>
    private static double ProcessorTime(FaceGallery gallery, Random random)
    {
        const int Searches = 100;
        var before = Environment.CpuUsage.TotalTime;
        for (var i = 0; i < Searches; i++) gallery.Search(Face(random, null, 0));
        return (Environment.CpuUsage.TotalTime - before).TotalMilliseconds / Searches;
    }

    private static void Read(byte[] bytes)
    {
        var sum = Vector<ulong>.Zero;
        var words = MemoryMarshal.Cast<byte, Vector<ulong>>(bytes);
        foreach (ref readonly var word in words) sum ^= word;
        if (sum == Vector<ulong>.One) throw new InvalidOperationException("Random bytes are not random.");
    }

    private static Latencies Measure(Action<int> once, TimeSpan budget, CancellationToken ct)
    {
        for (var i = 0; i < 20; i++) once(i);
        var latencies = new Latencies(10_000);
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

    /// <summary>A random face, or one as similar to another as asked for.</summary>
    private static float[] Face(Random random, float[]? near, float similarity)
    {
        var face = new float[Length];
        foreach (ref var value in face.AsSpan())
            value = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        UnitVector.TryNormalise(face);
        if (near is null) return face;
        var across = MathF.Sqrt(1 - (similarity * similarity));
        for (var i = 0; i < Length; i++) face[i] = (similarity * near[i]) + (across * face[i]);
        UnitVector.TryNormalise(face);
        return face;
    }

    private static Guid Id(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}
