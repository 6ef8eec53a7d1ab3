using System.Numerics.Tensors;
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
        return new FusedPerson(name, embeddings[..views], [.. embeddings[views..].Chunk(FramesEach).Where(frames => frames.Length == FramesEach).Select(Mean)]);
    }

    private static float[] Mean(float[][] frames)
    {
        var sum = new float[frames[0].Length];
        foreach (var frame in frames) TensorPrimitives.Add(sum, frame, sum);
        UnitVector.TryNormalise(sum);
        return sum;
    }
}
