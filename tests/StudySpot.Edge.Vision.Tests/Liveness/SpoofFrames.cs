using StudySpot.Edge.Devices.Pictures;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Vision.Engine;
using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Images;
using StudySpot.Edge.Vision.Liveness;
using StudySpot.Edge.Vision.Models;
using StudySpot.Edge.Vision.Runtime;
using StudySpot.Testing;

namespace StudySpot.Edge.Vision.Tests.Liveness;

/// <summary>The webcam sequences of ../shared/data/spoof-dev: live people and prints of them held by hand. Measuring only; nothing of them is kept.</summary>
internal sealed class SpoofFrames
{
    private readonly string _folder;

    private SpoofFrames(string folder, IReadOnlyList<Sequence> sequences) => (_folder, Sequences) = (folder, sequences);

    public IReadOnlyList<Sequence> Sequences { get; }

    /// <summary>Null where the data is not beside the repository.</summary>
    public static SpoofFrames? Open()
    {
        if (RepositoryRoot.SharedData("data/spoof-dev") is not { } folder) return null;
        var rows = File.ReadLines(Path.Combine(folder, "manifest.csv")).Skip(1).Select(line => line.Split(','));
        var sequences = rows.Select(row => (File: row[0], IsLive: row[2] == "live", Subject: row[3], Name: row[0][..row[0].LastIndexOf('_')]))
            .GroupBy(row => row.Name)
            .Select(group => new Sequence(group.First().Subject, group.First().IsLive, [.. group.Select(row => row.File).OrderBy(Number)]));
        return new SpoofFrames(folder, [.. sequences]);
    }

    /// <summary>The engine as the gate composes it, one thread, from the models that ./studyspot installed. Null where they are not.</summary>
    public static FaceEngine? Engine() => Directory.Exists(RepositoryRoot.File(".state/models"))
        ? new FaceEngine(ModelSet.Open(RepositoryRoot.File(".state/models"), ModelSet.PackagedEmbedding, new RuntimeOptions { Threads = 1 }),
            new FaceEngineOptions(), set => new PassiveLiveness(set.Liveness))
        : null;

    /// <summary>Some of a sequence's pictures, decoded.</summary>
    /// <param name="into">Filled anew for every picture, as a camera does; null makes one for each.</param>
    public IEnumerable<CameraFrame> Frames(Sequence sequence, int first, int count, CameraFrame? into = null)
    {
        using var decoder = new JpegDecoder();
        foreach (var (file, at) in sequence.Files.Skip(first).Take(count).Select((file, at) => (file, at)))
        {
            var frame = into ?? new CameraFrame();
            decoder.Decode(File.ReadAllBytes(Path.Combine(_folder, file)), frame, at + 1);
            yield return frame;
        }
    }

    /// <summary>What the engine sees in some of a sequence's pictures; pictures without a face are left out.</summary>
    public IReadOnlyList<FaceObservation> Observe(FaceEngine engine, Sequence sequence, int first, int count) =>
        [.. Frames(sequence, first, count).Select(frame => engine.Analyse(new BgrView(frame.Bgr.Span, frame.WidthPx, frame.HeightPx), frame.Number, frame.Number).Main).OfType<FaceObservation>()];

    private static int Number(string file) => int.Parse(Path.GetFileNameWithoutExtension(file)[(Path.GetFileNameWithoutExtension(file).LastIndexOf('_') + 1)..], System.Globalization.CultureInfo.InvariantCulture);

    /// <param name="Files">In the order they were taken, about one a second.</param>
    internal sealed record Sequence(string Subject, bool IsLive, IReadOnlyList<string> Files);
}
