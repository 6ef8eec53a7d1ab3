using System.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace StudySpot.Edge.Vision.Liveness;

/// <summary>
/// Structure from motion in the little that matters: what the points of a face do that the points of a picture of it
/// cannot. Every frame is fitted with a plane that may move, tilt, come nearer and be bent (all terms up to second order of
/// the mean shape, which holds the affine map, the perspective of a plane and a sheet rolled in any direction); what is
/// left over is factorised. Turning a head moves nose, brows and eyes against that fit in proportion to their depth.
/// </summary>
internal static class ReliefFit
{
    /// <summary>
    /// Points that stay where they are on the head: brows, nose, corners of the eyes and of the mouth. Lids and lips move in
    /// a still face, and a talking mouth must not count as depth; the jaw's points slide along its outline as it turns.
    /// </summary>
    private static readonly int[] Rigid = [.. Enumerable.Range(17, 19), 36, 39, 42, 45, 48, 54];

    /// <summary>Second-order terms of the plane: 1, x, y, x², xy, y².</summary>
    private const int Terms = 6;

    /// <returns>Null with fewer than three frames: two have no mean to differ from that noise could be told from.</returns>
    /// <param name="frames">68 points of one face each, in pixels.</param>
    public static ReliefMeasure? Measure(IReadOnlyList<ReadOnlyMemory<Vector2>> frames) => Measure(frames, Rigid);

    internal static ReliefMeasure? Measure(IReadOnlyList<ReadOnlyMemory<Vector2>> frames, int[] points)
    {
        if (frames.Count < 3) return null;
        var shapes = AlignedShapes.Of(frames, points);
        var mean = shapes.Mean;
        var basis = Matrix<double>.Build.Dense(points.Length, Terms, (row, term) => Term(mean[row], term));
        var orthogonal = basis.QR(MathNet.Numerics.LinearAlgebra.Factorization.QRMethod.Thin).Q;
        var depth = MathNet.Numerics.LinearAlgebra.Vector<double>.Build.Dense(points.Length, at => HeadShape.Point(points[at]).Z / HeadScale(points));
        var pattern = depth - (orthogonal * orthogonal.TransposeThisAndMultiply(depth));
        var patternLength = pattern.L2Norm();
        pattern /= patternLength;

        var rest = Matrix<double>.Build.Dense(2 * frames.Count, points.Length, (row, at) =>
            row % 2 == 0 ? shapes.Frames[row / 2][at].X : shapes.Frames[row / 2][at].Y);
        rest -= rest * orthogonal * orthogonal.Transpose();
        for (var axis = 0; axis < 2; axis++) Centre(rest, axis);

        var along = rest * pattern;
        var alongSquares = along.DotProduct(along);
        var allSquares = rest.FrobeniusNorm() * rest.FrobeniusNorm();
        var free = 2 * (frames.Count - 1);
        var noise = Math.Max((allSquares - alongSquares) / (free * (points.Length - Terms - 1)), double.Epsilon);
        var strongest = rest.Svd().VT.Row(0);
        return new ReliefMeasure(
            TurnRadians: Math.Sqrt(alongSquares / frames.Count) / patternLength,
            Residual: Math.Sqrt(allSquares / (frames.Count * points.Length)),
            Significance: alongSquares / free / noise,
            Agreement: Math.Abs(strongest.DotProduct(pattern)),
            Foreshortening: shapes.Foreshortening());
    }

    private static double Term((double X, double Y) point, int term) => term switch
    {
        0 => 1,
        1 => point.X,
        2 => point.Y,
        3 => point.X * point.X,
        4 => point.X * point.Y,
        _ => point.Y * point.Y,
    };

    /// <summary>Root mean square distance of the head's points from their centre, the unit of <see cref="AlignedShapes"/>.</summary>
    private static double HeadScale(int[] points)
    {
        var (x, y) = (points.Average(at => HeadShape.Point(at).X), points.Average(at => HeadShape.Point(at).Y));
        return Math.Sqrt(points.Average(at => Math.Pow(HeadShape.Point(at).X - x, 2) + Math.Pow(HeadShape.Point(at).Y - y, 2)));
    }

    private static void Centre(Matrix<double> rest, int axis)
    {
        for (var at = 0; at < rest.ColumnCount; at++)
        {
            var mean = 0.0;
            for (var row = axis; row < rest.RowCount; row += 2) mean += rest[row, at];
            mean /= rest.RowCount / 2;
            for (var row = axis; row < rest.RowCount; row += 2) rest[row, at] -= mean;
        }
    }
}
