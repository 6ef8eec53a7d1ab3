using StudySpot.Edge.Devices.Pictures;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Vision.Engine;
using StudySpot.Edge.Vision.Evaluation;
using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Images;
using StudySpot.Edge.Vision.Liveness;

namespace StudySpot.Edge.Liveness;

/// <summary>Runs the gate's engine over sequences of pictures, as they are or photographed off simulated screens. Not safe for concurrent use.</summary>
internal sealed class SequenceObserver(FaceEngine engine) : IDisposable
{
    private readonly JpegDecoder _decoder = new();
    private readonly CameraFrame _frame = new();
    private long _number;

    /// <summary>Usable frames only, as the gate's attempts count them.</summary>
    public FaceSequence Observe(PictureSequence sequence) => new(sequence.Subject, sequence.IsLive,
        [.. sequence.Files.Select(file => Look(Decode(file))).OfType<FaceObservation>().Where(face => face.Quality.IsUsable)]);

    /// <summary>A live sequence as a video of it on a screen, which makes it an attack.</summary>
    public FaceSequence OnScreen(PictureSequence sequence, SimulatedScreen screen, int frames)
    {
        var seen = new List<FaceObservation>();
        foreach (var file in sequence.Files.Take(frames))
        {
            var picture = Decode(file);
            if (Look(picture) is not { } face) continue;
            var photographed = screen.Photograph(View(picture), face.FaceInFrame.Centre, face.FaceInFrame.Width, (int)_number);
            if (engine.Analyse(new BgrView(photographed, picture.WidthPx, picture.HeightPx), ++_number, _number).Main is { Quality.IsUsable: true } onScreen) seen.Add(onScreen);
        }
        return new FaceSequence(sequence.Subject, false, seen);
    }

    public void Dispose() => _decoder.Dispose();

    private CameraFrame Decode(string file)
    {
        _decoder.Decode(File.ReadAllBytes(file), _frame, ++_number);
        return _frame;
    }

    private FaceObservation? Look(CameraFrame picture) => engine.Analyse(View(picture), picture.Number, picture.Number).Main;

    private static BgrView View(CameraFrame picture) => new(picture.Bgr.Span, picture.WidthPx, picture.HeightPx);
}
