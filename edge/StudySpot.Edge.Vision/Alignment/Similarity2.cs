using System.Numerics;

namespace StudySpot.Edge.Vision.Alignment;

/// <summary>Least-squares fit of turn, even scale and shift (Umeyama 1991, equation 40–43, in its closed form for two dimensions).</summary>
public static class Similarity2
{
    /// <summary>The map that takes <paramref name="from"/> nearest to <paramref name="to"/>.</summary>
    /// <exception cref="ArgumentException">Different counts, fewer than two points, or all points in one place.</exception>
    public static Matrix3x2 Fit(ReadOnlySpan<Vector2> from, ReadOnlySpan<Vector2> to)
    {
        if (from.Length != to.Length || from.Length < 2) throw new ArgumentException($"{from.Length} points cannot be fitted to {to.Length}.", nameof(from));
        var (fromMean, toMean) = (Mean(from), Mean(to));
        float dot = 0, cross = 0, spread = 0;
        for (var i = 0; i < from.Length; i++)
        {
            var (f, t) = (from[i] - fromMean, to[i] - toMean);
            dot += Vector2.Dot(f, t);
            cross += f.X * t.Y - f.Y * t.X;
            spread += f.LengthSquared();
        }
        if (spread < 1e-6f) throw new ArgumentException("All points lie in one place.", nameof(from));
        var (a, b) = (dot / spread, cross / spread);
        return new Matrix3x2(a, b, -b, a, toMean.X - a * fromMean.X + b * fromMean.Y, toMean.Y - b * fromMean.X - a * fromMean.Y);
    }

    private static Vector2 Mean(ReadOnlySpan<Vector2> points)
    {
        var sum = Vector2.Zero;
        foreach (var point in points) sum += point;
        return sum / points.Length;
    }
}
