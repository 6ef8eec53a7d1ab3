using System.Numerics;

namespace StudySpot.Edge.Vision.Images;

/// <summary>Cuts a straightened patch out of a picture. Pixel centres lie at whole coordinates, as in OpenCV's warpAffine.</summary>
public static class Sampler
{
    /// <summary>Most samples along one side of a patch pixel: beyond it (faces over 500 px wide) some aliasing is cheaper than the time.</summary>
    private const int MostSamples = 4;

    /// <summary>Fills three planes (B, G, R; each <paramref name="width"/> × <paramref name="height"/>) with values of 0–255.</summary>
    /// <param name="toFrame">Takes a point of the patch to the picture.</param>
    public static void Sample(BgrView frame, Matrix3x2 toFrame, int width, int height, Edges edges, Interpolation interpolation, Span<float> planes)
    {
        var size = width * height;
        if (planes.Length < size * 3) throw new ArgumentException($"Three planes of {width} × {height} do not fit into {planes.Length} values.", nameof(planes));
        // Each patch pixel averages as many samples as it covers picture pixels, or fine detail would alias into a small patch.
        var step = MathF.Sqrt(MathF.Abs(toFrame.GetDeterminant()));
        var samples = Math.Clamp((int)MathF.Round(step), 1, MostSamples);
        var share = 1f / (samples * samples);
        var alongX = new Vector2(toFrame.M11, toFrame.M12) / samples;
        var alongY = new Vector2(toFrame.M21, toFrame.M22) / samples;
        var first = (alongX + alongY) * ((1 - samples) / 2f);

        for (var y = 0; y < height; y++)
        {
            var at = Vector2.Transform(new Vector2(0, y), toFrame) + first;
            for (var x = 0; x < width; x++, at += alongX * samples)
            {
                var sum = Vector3.Zero;
                for (var v = 0; v < samples; v++)
                {
                    var point = at + alongY * v;
                    for (var u = 0; u < samples; u++, point += alongX) sum += interpolation == Interpolation.Cubic ? Cubic.At(frame, point, edges) : At(frame, point, edges);
                }
                sum *= share;
                var i = y * width + x;
                planes[i] = sum.X;
                planes[size + i] = sum.Y;
                planes[2 * size + i] = sum.Z;
            }
        }
    }

    /// <summary>One plane of luma (BT.601, as OpenCV's BGR2GRAY) out of three of colour.</summary>
    public static void Luma(ReadOnlySpan<float> planes, Span<float> luma)
    {
        var size = luma.Length;
        var b = planes[..size];
        var g = planes.Slice(size, size);
        var r = planes.Slice(2 * size, size);
        System.Numerics.Tensors.TensorPrimitives.Multiply(b, 0.114f, luma);
        System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(g, 0.587f, luma, luma);
        System.Numerics.Tensors.TensorPrimitives.MultiplyAdd(r, 0.299f, luma, luma);
    }

    private static Vector3 At(BgrView frame, Vector2 point, Edges edges)
    {
        var x0 = (int)MathF.Floor(point.X);
        var y0 = (int)MathF.Floor(point.Y);
        var (fx, fy) = (point.X - x0, point.Y - y0);
        if (x0 >= 0 && y0 >= 0 && x0 < frame.WidthPx - 1 && y0 < frame.HeightPx - 1)
        {
            var i = y0 * frame.Stride + x0 * 3;
            var top = frame.Pixels.Slice(i, 6);
            var bottom = frame.Pixels.Slice(i + frame.Stride, 6);
            var left = Vector3.Lerp(new Vector3(top[0], top[1], top[2]), new Vector3(bottom[0], bottom[1], bottom[2]), fy);
            var right = Vector3.Lerp(new Vector3(top[3], top[4], top[5]), new Vector3(bottom[3], bottom[4], bottom[5]), fy);
            return Vector3.Lerp(left, right, fx);
        }
        return Vector3.Lerp(
            Vector3.Lerp(Pixel(frame, x0, y0, edges), Pixel(frame, x0, y0 + 1, edges), fy),
            Vector3.Lerp(Pixel(frame, x0 + 1, y0, edges), Pixel(frame, x0 + 1, y0 + 1, edges), fy), fx);
    }

    internal static Vector3 Pixel(BgrView frame, int x, int y, Edges edges)
    {
        if (edges == Edges.Black && (x < 0 || y < 0 || x >= frame.WidthPx || y >= frame.HeightPx)) return Vector3.Zero;
        var i = Math.Clamp(y, 0, frame.HeightPx - 1) * frame.Stride + Math.Clamp(x, 0, frame.WidthPx - 1) * 3;
        return new Vector3(frame.Pixels[i], frame.Pixels[i + 1], frame.Pixels[i + 2]);
    }
}
