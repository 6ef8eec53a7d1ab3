using StudySpot.Edge.Vision.Alignment;
using StudySpot.Edge.Vision.Detection;
using StudySpot.Edge.Vision.Embedding;
using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Images;
using StudySpot.Edge.Vision.Landmarks;
using StudySpot.Edge.Vision.Models;
using StudySpot.Edge.Vision.Quality;

namespace StudySpot.Edge.Vision.Engine;

/// <summary>
/// The pipeline of one frame: detect, landmarks, pose, eyes, alignment, embedding, quality, passive liveness. Owns its
/// models. Not safe for concurrent use.
/// </summary>
public sealed class FaceEngine : IFrameAnalyser
{
    private readonly ModelSet _models;
    private readonly FaceDetector _detector;
    private readonly LandmarkFinder _landmarks;
    private readonly EyeJudge _eyes;
    private readonly FaceEmbedder _embedder;
    private readonly QualityGate _quality;
    private readonly IPassiveLiveness? _liveness;

    /// <param name="liveness">Made from the set's own liveness network; null leaves <see cref="FaceObservation.LiveProbability"/> null.</param>
    public FaceEngine(ModelSet models, FaceEngineOptions options, Func<ModelSet, IPassiveLiveness>? liveness)
    {
        _models = models;
        try
        {
            _detector = new FaceDetector(models.Detection);
            _landmarks = new LandmarkFinder(models.Landmarks, options.LandmarkRounds);
            _eyes = new EyeJudge(models.Eyes);
            _embedder = new FaceEmbedder(models.Embedding, models.Joined, options.Views);
            _quality = new QualityGate(options.Quality);
            _liveness = liveness?.Invoke(models);
        }
        catch
        {
            models.Dispose();
            throw;
        }
    }

    /// <summary>Which templates its embeddings can be compared with.</summary>
    public string ModelSetId => _models.Id;

    public MatchThresholds Thresholds => _models.Thresholds;

    public int EmbeddingLength => _embedder.Length;

    /// <summary>Called after each stage of a frame; for measuring.</summary>
    public Action<FrameStage>? StageDone { get; init; }

    /// <inheritdoc/>
    public FrameFaces Analyse(BgrView frame, long number, long at)
    {
        var found = Find(frame);
        FaceBox[] boxes = [.. found.Select(face => face.FaceInFrame)];
        return new FrameFaces(number, at, boxes, found.Count == 0 ? null : Observe(frame, found[0], boxes, number, at));
    }

    /// <summary>Every face, the largest first.</summary>
    public IReadOnlyList<FoundFace> Find(BgrView frame)
    {
        var found = _detector.Find(frame);
        StageDone?.Invoke(FrameStage.Detection);
        return found;
    }

    /// <summary>Looks closely at a face that was found elsewhere in the same frame.</summary>
    public FaceObservation Observe(BgrView frame, FoundFace face, IReadOnlyList<FaceBox> boxes, long number, long at)
    {
        var landmarks = _landmarks.Find(frame, face.FaceInFrame, out var firstLook);
        var pose = HeadPoseFit.Of(landmarks);
        var eyesOpen = _eyes.OpenProbability(frame, landmarks);
        StageDone?.Invoke(FrameStage.Landmarks);
        var embedding = _embedder.Embed(frame, FaceAlignment.ToFrame(firstLook), out var length);
        StageDone?.Invoke(FrameStage.Embedding);
        var quality = _quality.Judge(frame, face.FaceInFrame, boxes, landmarks, pose, eyesOpen, _embedder.AlignedFace, length);
        var live = _liveness?.LiveProbability(frame, face.FaceInFrame);
        StageDone?.Invoke(FrameStage.Liveness);
        return new FaceObservation
        {
            FrameNumber = number,
            At = at,
            FaceInFrame = face.FaceInFrame,
            FaceProbability = face.Probability,
            LandmarksInFrame = landmarks,
            Pose = pose,
            EyesOpenProbability = eyesOpen,
            Quality = quality,
            Embedding = embedding,
            LiveProbability = live,
        };
    }

    /// <inheritdoc/>
    public void Terminate() => _models.Terminate();

    public void Dispose() => _models.Dispose();
}
