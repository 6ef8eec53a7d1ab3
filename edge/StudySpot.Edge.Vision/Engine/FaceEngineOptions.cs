using StudySpot.Edge.Vision.Embedding;
using StudySpot.Edge.Vision.Landmarks;
using StudySpot.Edge.Vision.Quality;

namespace StudySpot.Edge.Vision.Engine;

/// <summary>How closely a frame is looked at.</summary>
public sealed record FaceEngineOptions
{
    public EmbeddingViews Views { get; init; } = EmbeddingViews.Face;

    /// <summary>Refining rounds of the landmarks. The embedding does not depend on them; liveness does.</summary>
    public int LandmarkRounds { get; init; } = LandmarkFinder.UsualRounds;

    public QualityLimits Quality { get; init; } = new();
}
