namespace StudySpot.Edge.Vision.Models;

/// <summary>A second embedding whose similarity is added with a weight: similarity = (own + weight × other) / (1 + weight).</summary>
/// <param name="Model">Its folder.</param>
/// <param name="Weight">Above 0.</param>
public sealed record JoinedEmbedding(string Model, float Weight);
