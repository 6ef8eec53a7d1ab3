using System.Numerics;

namespace StudySpot.Edge.Vision.Images;

/// <summary>Cubic convolution (Keys 1981) with the slope that OpenCV's INTER_CUBIC uses, which is what faces are commonly cut out with.</summary>
internal static class Cubic
{
    /// <summary>Of −0.5, −0.75 and −1 the best for 64-pixel crops, and as good as −0.5 on LFW (models/fr_feature/README.md).</summary>
    private const float Slope = -0.75f;

    public static Vector3 At(BgrView frame, Vector2 point, Edges edges)
    {
        var (x0, y0) = ((int)MathF.Floor(point.X), (int)MathF.Floor(point.Y));
        var (alongX, alongY) = (Weights(point.X - x0), Weights(point.Y - y0));
        var sum = Vector3.Zero;
        var isInside = x0 >= 1 && y0 >= 1 && x0 < frame.WidthPx - 2 && y0 < frame.HeightPx - 2;
        for (var j = 0; j < 4; j++)
        {
            Vector3 row;
            if (isInside)
            {
                var four = frame.Pixels.Slice((y0 + j - 1) * frame.Stride + (x0 - 1) * 3, 12);
                row = new Vector3(four[0], four[1], four[2]) * alongX.X + new Vector3(four[3], four[4], four[5]) * alongX.Y
                    + new Vector3(four[6], four[7], four[8]) * alongX.Z + new Vector3(four[9], four[10], four[11]) * alongX.W;
            }
            else
            {
                row = Sampler.Pixel(frame, x0 - 1, y0 + j - 1, edges) * alongX.X + Sampler.Pixel(frame, x0, y0 + j - 1, edges) * alongX.Y
                    + Sampler.Pixel(frame, x0 + 1, y0 + j - 1, edges) * alongX.Z + Sampler.Pixel(frame, x0 + 2, y0 + j - 1, edges) * alongX.W;
            }
            sum += row * alongY[j];
        }
        // The kernel overshoots at hard edges; no pixel does.
        return Vector3.Clamp(sum, Vector3.Zero, new Vector3(255));
    }

    /// <param name="t">Where the point lies between the second and the third pixel, in [0, 1).</param>
    private static Vector4 Weights(float t)
    {
        var outer = 1 + t;
        var first = ((Slope * outer - 5 * Slope) * outer + 8 * Slope) * outer - 4 * Slope;
        var second = ((Slope + 2) * t - (Slope + 3)) * t * t + 1;
        var back = 1 - t;
        var third = ((Slope + 2) * back - (Slope + 3)) * back * back + 1;
        return new Vector4(first, second, third, 1 - first - second - third);
    }
}
