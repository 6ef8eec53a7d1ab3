using System.Globalization;
using System.Text.Json;
using StudySpot.Benchmarks.Roster;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Edge.Vision.Attempts;
using StudySpot.Edge.Vision.Images;
using StudySpot.Edge.Vision.Learning;
using StudySpot.Edge.Vision.Tests.Liveness;

namespace StudySpot.Benchmarks.Attempts;

/// <summary>The process that <see cref="FaceMemory"/> looks at: the engine, its members and attempts on real frames, and nothing else.</summary>
internal static class FaceMemoryChild
{
    public const string Argument = "face-memory-child";

    /// <summary>Frames looked at before the memory counts: every buffer of the pipeline has been needed by then.</summary>
    private const int Frames = 60;

    public static bool IsAskedFor(string[] arguments) => arguments is [Argument, _, _];

    public static void Run(string[] arguments)
    {
        var (members, viewsEach) = (int.Parse(arguments[1], CultureInfo.InvariantCulture), int.Parse(arguments[2], CultureInfo.InvariantCulture));
        var bare = PeakMemory.MiBOf(Environment.ProcessId);
        var data = SpoofFrames.Open() ?? throw new InvalidOperationException("../shared/data/spoof-dev is not beside the repository: there are no faces to measure on.");
        using var engine = SpoofFrames.Engine() ?? throw new InvalidOperationException("The models are not in .state/models; run this through ./studyspot bench.");
        var opened = PeakMemory.MiBOf(Environment.ProcessId);
        using var faces = new KnownFaces(new RandomTemplates(engine.ModelSetId, engine.EmbeddingLength, members, viewsEach), engine.ModelSetId, engine.EmbeddingLength);
        faces.Load();
        var loaded = PeakMemory.MiBOf(Environment.ProcessId);
        var rules = new AttemptRules { ModelSet = engine.ModelSetId, ThresholdFor = _ => engine.Thresholds.Shipped, Challenge = ChallengeWhen.Unsure };
        var frame = new CameraFrame();
        var (machine, seen, attempts) = (new AttemptMachine(rules, faces, TimeProvider.System), 0, 0);
        foreach (var picture in data.Sequences.Where(sequence => sequence.IsLive).SelectMany(sequence => data.Frames(sequence, 0, 6, frame)).Take(Frames))
        {
            var step = machine.Look(engine.Analyse(new BgrView(picture.Bgr.Span, picture.WidthPx, picture.HeightPx), ++seen, seen * TimeProvider.System.TimestampFrequency / 10));
            if (step.Attempt is not null) attempts++;
        }
        if (attempts == 0) throw new InvalidOperationException("No frame came to an attempt.");
        var figures = new FaceMemoryFigures(bare, opened, loaded, PeakMemory.MiBOf(Environment.ProcessId));
        Console.WriteLine(JsonSerializer.Serialize(figures, FaceMemoryJson.Default.FaceMemoryFigures));
    }
}
