using System.Diagnostics;
using System.Numerics;
using StudySpot.Edge.Devices.Pictures;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Vision.Detection;
using StudySpot.Edge.Vision.Engine;
using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Images;
using StudySpot.Edge.Vision.Liveness;
using StudySpot.Edge.Vision.Models;

namespace StudySpot.Edge.Faces;

/// <summary>How much of a frame's work is done.</summary>
internal enum Effort
{
    /// <summary>Only what the embedding depends on: thousands of pictures then take minutes, not an hour.</summary>
    Embedding,

    /// <summary>All that a gate does, with refined landmarks and liveness; its times are those of a frame.</summary>
    WholeFrame,
}

/// <summary>Runs the gate's own engine on picture files. Not safe for concurrent use.</summary>
internal sealed class PictureObserver : IDisposable
{
    /// <summary>A picture with a shorter side below this is a crop of a face: it is padded by <see cref="Padding"/> of its size on each side, or the detector sees no head.</summary>
    private const int TightCropPx = 100;
    private const float Padding = 0.6f;

    /// <summary>A set's picture shows its person in the middle: a face off the middle by its own width loses to a face a third smaller in it.</summary>
    private const float MiddleWeight = 0.3f;

    private readonly PictureFile _decoder = new();
    private readonly CameraFrame _frame = new();
    private readonly CameraFrame _padded = new();
    private readonly FaceEngine _engine;
    private readonly float[] _stageMs = new float[4];
    private long _stageBegun;

    public PictureObserver(ModelSet models, Effort effort) => _engine = effort == Effort.WholeFrame
        ? new FaceEngine(models, new FaceEngineOptions(), set => new PassiveLiveness(set.Liveness)) { StageDone = Stamp }
        : new FaceEngine(models, new FaceEngineOptions { LandmarkRounds = 0 }, null) { StageDone = Stamp };

    public int EmbeddingLength => _engine.EmbeddingLength;

    /// <exception cref="InvalidDataException">The file is no picture.</exception>
    public ObservedPicture Observe(ReadOnlySpan<byte> file)
    {
        _decoder.Decode(file, _frame, 1);
        var frame = Math.Min(_frame.WidthPx, _frame.HeightPx) < TightCropPx ? Pad() : _frame;
        var view = new BgrView(frame.Bgr.Span, frame.WidthPx, frame.HeightPx);
        Array.Clear(_stageMs);
        _stageBegun = Stopwatch.GetTimestamp();
        var found = _engine.Find(view);
        var middle = new Vector2(view.WidthPx, view.HeightPx) / 2;
        var face = found.Count > 0
            ? found.MinBy(f => Vector2.Distance(f.FaceInFrame.Centre, middle) - MiddleWeight * f.FaceInFrame.Width)
            : new FoundFace(new FaceBox(view.WidthPx * 0.3f, view.HeightPx * 0.3f, view.WidthPx * 0.4f, view.HeightPx * 0.4f), 0);
        var seen = _engine.Observe(view, face, [.. found.Select(f => f.FaceInFrame)], 1, 1);
        return new ObservedPicture(found.Count, seen.Embedding.ToArray(), seen.LiveProbability ?? float.NaN, seen.Quality.EmbeddingLength, seen.Quality.EyeDistancePx,
            seen.Quality.Brightness, seen.Quality.Sharpness, seen.EyesOpenProbability, seen.Pose.YawDegrees, seen.Pose.PitchDegrees, seen.Pose.RollDegrees, [.. _stageMs]);
    }

    public void Dispose()
    {
        _engine.Dispose();
        _decoder.Dispose();
    }

    private void Stamp(FrameStage stage)
    {
        var now = Stopwatch.GetTimestamp();
        _stageMs[(int)stage] += (float)Stopwatch.GetElapsedTime(_stageBegun, now).TotalMilliseconds;
        _stageBegun = now;
    }

    private CameraFrame Pad()
    {
        var (width, height) = (_frame.WidthPx, _frame.HeightPx);
        var (left, top) = ((int)(width * Padding), (int)(height * Padding));
        var (fullWidth, fullHeight) = (width + 2 * left, height + 2 * top);
        var from = _frame.Bgr.Span;
        var pixels = new byte[fullWidth * fullHeight * 3];
        for (var y = 0; y < fullHeight; y++)
            for (var x = 0; x < fullWidth; x++)
                from.Slice((Math.Clamp(y - top, 0, height - 1) * width + Math.Clamp(x - left, 0, width - 1)) * 3, 3).CopyTo(pixels.AsSpan((y * fullWidth + x) * 3));
        _padded.Set(pixels, fullWidth, fullHeight, 1, 1);
        return _padded;
    }
}
