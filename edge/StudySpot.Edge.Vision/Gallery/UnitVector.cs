using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StudySpot.Edge.Vision.Gallery;

/// <summary>Arithmetic on embeddings, which are unit vectors of as many floats as the model set's network gives.</summary>
public static class UnitVector
{
    /// <summary>Lengths are multiples of this, as those of every ArcFace-type network are (128, 256, 512): two registers of 16 floats.</summary>
    public const int Granule = 32;

    /// <summary>Longest embedding: integer products of <see cref="ByteRow"/> stay below 2³¹, float rounding below what the search allows for.</summary>
    public const int LongestLength = 2048;

    /// <summary>How far the length of an embedding may be from 1: float rounding of a normalised vector is a hundred times smaller.</summary>
    public const float NormTolerance = 1e-3f;

    /// <summary>
    /// Cosine of two embeddings, added up in one fixed order: the same two vectors give the same float on every processor
    /// and at every address, which a search that must equal a plain loop, and a decision that is run again, rely on.
    /// </summary>
    public static float Similarity(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        if (a.Length != b.Length || a.Length % Granule != 0)
            throw new ArgumentException($"Embeddings of {a.Length} and {b.Length} floats cannot be compared: lengths are equal and multiples of {Granule}.", nameof(b));
        ref var left = ref MemoryMarshal.GetReference(a);
        ref var right = ref MemoryMarshal.GetReference(b);
        var (even, odd) = (Vector512<float>.Zero, Vector512<float>.Zero);
        for (nuint i = 0; i < (nuint)a.Length; i += 32)
        {
            even += Vector512.LoadUnsafe(ref left, i) * Vector512.LoadUnsafe(ref right, i);
            odd += Vector512.LoadUnsafe(ref left, i + 16) * Vector512.LoadUnsafe(ref right, i + 16);
        }
        var sum = even + odd;
        var half = sum.GetLower() + sum.GetUpper();
        var quarter = half.GetLower() + half.GetUpper();
        return quarter[0] + quarter[1] + (quarter[2] + quarter[3]);
    }

    /// <summary>Scales to length 1.</summary>
    /// <returns>False, with the vector untouched, when it has no direction: all zero or not finite.</returns>
    public static bool TryNormalise(Span<float> vector)
    {
        var squares = 0.0;
        foreach (var value in vector) squares += (double)value * value;
        if (!double.IsFinite(squares) || squares < 1e-20) return false;
        var factor = 1 / Math.Sqrt(squares);
        foreach (ref var value in vector) value = (float)(value * factor);
        return true;
    }

    /// <summary>The direction that weighted vectors of one length have in common; null when there is none: no vector, or all cancel out.</summary>
    public static float[]? Mean(IEnumerable<(ReadOnlyMemory<float> Vector, float Weight)> vectors)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        float[]? sum = null;
        foreach (var (vector, weight) in vectors)
        {
            sum ??= new float[vector.Length];
            TensorPrimitives.MultiplyAdd(vector.Span, weight, sum, sum);
        }
        return sum is not null && TryNormalise(sum) ? sum : null;
    }

    /// <exception cref="ArgumentException">Not this many finite floats of length 1.</exception>
    internal static void Require(ReadOnlySpan<float> embedding, int length, string name)
    {
        if (embedding.Length != length) throw new ArgumentException($"An embedding of this model set has {length} floats, not {embedding.Length}.", name);
        var squares = Similarity(embedding, embedding);
        if (!float.IsFinite(squares) || Math.Abs(MathF.Sqrt(squares) - 1) > NormTolerance)
            throw new ArgumentException("An embedding is a vector of length 1; normalise it first.", name);
    }
}
