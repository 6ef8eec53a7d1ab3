using StudySpot.Edge.Vision.Embedding;
using StudySpot.Edge.Vision.Quality;

namespace StudySpot.Edge.Vision.Engine;

/// <summary>How closely a frame is looked at.</summary>
public sealed record FaceEngineOptions
{
    public EmbeddingViews Views { get; init; } = EmbeddingViews.Face;

    public QualityLimits Quality { get; init; } = new();
}
