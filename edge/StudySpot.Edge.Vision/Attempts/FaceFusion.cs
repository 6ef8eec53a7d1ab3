using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Gallery;

namespace StudySpot.Edge.Vision.Attempts;

/// <summary>One face out of several frames of it.</summary>
public static class FaceFusion
{
    /// <summary>
    /// Mean of the embeddings, weighted by quality, as a unit vector: what is common to the frames is the person, what
    /// differs is blur, light and pose. Null when no frame has weight or all cancel out.
    /// </summary>
    public static float[]? Fuse(IEnumerable<FaceObservation> frames) =>
        UnitVector.Mean(frames.Where(frame => frame.HasEmbedding && frame.Quality.Weight > 0).Select(frame => (frame.Embedding, frame.Quality.Weight)));
}
