using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace StudySpot.Edge.Vision.Gallery;

/// <summary>
/// Embeddings rounded to one byte a component: a quarter of the memory to read. The rounding error of every vector is
/// measured, never assumed, so what a product of rounded vectors can hide is bounded.
/// </summary>
internal static class ByteRow
{
    /// <summary>Largest component of a rounded query: 13 bits, so that 2,048 products with bytes stay below 2³¹ (127 × 8,191 × 2,048 = 2.13e9).</summary>
    private const int QueryPeak = 8191;

    /// <summary>Rounds to bytes around the largest component.</summary>
    /// <returns>Value of one step, and the length of what rounding took away.</returns>
    public static (float Step, float Error) Round(ReadOnlySpan<float> embedding, Span<sbyte> row)
    {
        var step = Peak(embedding) / sbyte.MaxValue;
        var squares = 0.0;
        for (var i = 0; i < embedding.Length; i++)
        {
            row[i] = (sbyte)Math.Clamp(MathF.Round(embedding[i] / step), -sbyte.MaxValue, sbyte.MaxValue);
            var lost = embedding[i] - ((double)step * row[i]);
            squares += lost * lost;
        }
        return (step, (float)Math.Sqrt(squares));
    }

    /// <summary>As <see cref="Round(ReadOnlySpan{float}, Span{sbyte})"/> with the finer steps that a query, read once from cache, can afford.</summary>
    public static (float Step, float Error) Round(ReadOnlySpan<float> embedding, Span<short> query)
    {
        var step = Peak(embedding) / QueryPeak;
        var squares = 0.0;
        for (var i = 0; i < embedding.Length; i++)
        {
            query[i] = (short)Math.Clamp(MathF.Round(embedding[i] / step), -QueryPeak, QueryPeak);
            var lost = embedding[i] - ((double)step * query[i]);
            squares += lost * lost;
        }
        return (step, (float)Math.Sqrt(squares));
    }

    /// <summary>Exact integer product of a rounded query and a rounded row.</summary>
    public static int Product(ReadOnlySpan<short> query, ReadOnlySpan<sbyte> row)
    {
        ref var left = ref MemoryMarshal.GetReference(query);
        ref var right = ref MemoryMarshal.GetReference(row);
        if (Avx512BW.IsSupported) return Wide(ref left, ref right, row.Length);
        return Avx2.IsSupported ? Half(ref left, ref right, row.Length) : Portable(ref left, ref right, row.Length);
    }

    internal static int Wide(ref short query, ref sbyte row, int length)
    {
        var (even, odd) = (Vector512<int>.Zero, Vector512<int>.Zero);
        var at = (nuint)0;
        for (; at + 64 <= (nuint)length; at += 64)
        {
            even += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref row, at)), Vector512.LoadUnsafe(ref query, at));
            odd += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref row, at + 32)), Vector512.LoadUnsafe(ref query, at + 32));
        }
        // Lengths are multiples of 32, not of 64.
        if (at < (nuint)length) even += Avx512BW.MultiplyAddAdjacent(Avx512BW.ConvertToVector512Int16(Vector256.LoadUnsafe(ref row, at)), Vector512.LoadUnsafe(ref query, at));
        return Vector512.Sum(even + odd);
    }

    internal static int Half(ref short query, ref sbyte row, int length)
    {
        var (even, odd) = (Vector256<int>.Zero, Vector256<int>.Zero);
        for (nuint i = 0; i < (nuint)length; i += 32)
        {
            even += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref row, i)), Vector256.LoadUnsafe(ref query, i));
            odd += Avx2.MultiplyAddAdjacent(Avx2.ConvertToVector256Int16(Vector128.LoadUnsafe(ref row, i + 16)), Vector256.LoadUnsafe(ref query, i + 16));
        }
        return Vector256.Sum(even + odd);
    }

    /// <summary>What processors without AVX2 run: the Pi's NEON through the runtime's portable vectors.</summary>
    internal static int Portable(ref short query, ref sbyte row, int length)
    {
        var (even, odd) = (Vector128<int>.Zero, Vector128<int>.Zero);
        for (nuint i = 0; i < (nuint)length; i += 16)
        {
            var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref row, i));
            var (row0, row1) = Vector128.Widen(low);
            var (row2, row3) = Vector128.Widen(high);
            var (query0, query1) = Vector128.Widen(Vector128.LoadUnsafe(ref query, i));
            var (query2, query3) = Vector128.Widen(Vector128.LoadUnsafe(ref query, i + 8));
            even += (row0 * query0) + (row2 * query2);
            odd += (row1 * query1) + (row3 * query3);
        }
        return Vector128.Sum(even + odd);
    }

    private static float Peak(ReadOnlySpan<float> embedding)
    {
        var peak = 0f;
        foreach (var value in embedding) peak = Math.Max(peak, Math.Abs(value));
        return peak;
    }
}
