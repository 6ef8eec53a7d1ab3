using StudySpot.Edge.Vision.Gallery;

namespace StudySpot.Edge.Faces;

/// <summary>One person of a set as a gate knows him: up to five pictures are enrolled views, the others in threes are attempts.</summary>
internal sealed record FusedPerson(string Name, float[][] Views, float[][] Attempts)
{
    private const int MostViews = 5;
    private const int FramesEach = 3;

    public static FusedPerson Of(string name, float[][] embeddings)
    {
        var views = Math.Clamp(embeddings.Length - FramesEach, 1, MostViews);
        // Pictures count alike: a set's say nothing of what a gate's quality gate would have let through.
        return new FusedPerson(name, embeddings[..views],
            [.. embeddings[views..].Chunk(FramesEach).Where(frames => frames.Length == FramesEach).Select(frames => UnitVector.Mean(frames.Select(frame => ((ReadOnlyMemory<float>)frame, 1f)))).OfType<float[]>()]);
    }

    /// <summary>To the nearest of the views.</summary>
    public float Similarity(float[] attempt) => Views.Max(view => UnitVector.Similarity(attempt, view));
}
