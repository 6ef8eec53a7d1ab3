using StudySpot.Edge.Vision.Gallery;

namespace StudySpot.Edge.Vision.Tests.Gallery;

/// <summary>Unit vectors by seed: every run sees the same ones.</summary>
internal static class RandomFaces
{
    /// <summary>Floats in one: as many as the packaged embedding has (FaceEmbedder.Length).</summary>
    public const int Length = 544;

    public static float[] One(Random random)
    {
        var vector = new float[Length];
        foreach (ref var value in vector.AsSpan()) value = (float)Normal(random);
        UnitVector.TryNormalise(vector).ShouldBeTrue();
        return vector;
    }

    /// <summary>A face whose similarity to another is close to the one asked for.</summary>
    public static float[] Near(Random random, float[] other, double similarity)
    {
        var noise = One(random);
        var across = Math.Sqrt(1 - (similarity * similarity));
        var vector = new float[Length];
        for (var i = 0; i < vector.Length; i++) vector[i] = (float)((similarity * other[i]) + (across * noise[i]));
        UnitVector.TryNormalise(vector).ShouldBeTrue();
        return vector;
    }

    public static Guid Id(Random random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }

    /// <summary>Box–Muller.</summary>
    public static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
