using System.Numerics;
using StudySpot.Edge.Vision.Frames;

namespace StudySpot.Edge.Vision.Quality;

/// <summary>Reads the head's pose off the landmarks: the turn that lays a mean head on them, seen from afar (weak perspective).</summary>
public static class HeadPoseFit
{
    /// <summary>Tip of the nose, chin, outer corners of the eyes, corners of the mouth.</summary>
    private static readonly int[] Points = [30, 8, 36, 45, 48, 54];

    /// <summary>The mean head of Mallick, "Head pose estimation using OpenCV and dlib" (2016), x to the picture's right, y down, z away from the camera.</summary>
    private static readonly Vector3[] Head =
        [new(0, 0, 0), new(0, 330, 65), new(-225, -170, 135), new(225, -170, 135), new(-150, 150, 125), new(150, 150, 125)];

    /// <summary>What a face looking straight ahead gives with these points, so that it counts as zero: the median over the choosing half of LFW (models/fr_landmark/README.md).</summary>
    private const float RestingPitchDegrees = 0;

    private static readonly Vector3 HeadCentre = Head.Aggregate(Vector3.Zero, (sum, point) => sum + point) / Head.Length;
    private static readonly Matrix4x4 Inverse = InverseSpread();

    public static HeadPose Of(ReadOnlySpan<Vector2> landmarks)
    {
        var centre = Vector2.Zero;
        foreach (var point in Points) centre += landmarks[point] / Points.Length;
        var (across, down) = (Vector3.Zero, Vector3.Zero);
        for (var i = 0; i < Points.Length; i++)
        {
            var seen = landmarks[Points[i]] - centre;
            across += (Head[i] - HeadCentre) * seen.X;
            down += (Head[i] - HeadCentre) * seen.Y;
        }
        // Least squares gives the first two rows of scale × turn; the third stands upright on them.
        var x = Vector3.Normalize(Vector3.Transform(across, Inverse));
        var y = Vector3.Transform(down, Inverse);
        y = Vector3.Normalize(y - Vector3.Dot(x, y) * x);
        var z = Vector3.Cross(x, y);
        return new HeadPose(
            Degrees(MathF.Asin(Math.Clamp(-x.Z, -1, 1))),
            Degrees(MathF.Atan2(y.Z, z.Z)) - RestingPitchDegrees,
            Degrees(MathF.Atan2(y.X, x.X)));
    }

    private static Matrix4x4 InverseSpread()
    {
        var m = new Matrix4x4();
        foreach (var point in Head)
        {
            var p = point - HeadCentre;
            m.M11 += p.X * p.X; m.M12 += p.X * p.Y; m.M13 += p.X * p.Z;
            m.M21 += p.Y * p.X; m.M22 += p.Y * p.Y; m.M23 += p.Y * p.Z;
            m.M31 += p.Z * p.X; m.M32 += p.Z * p.Y; m.M33 += p.Z * p.Z;
        }
        m.M44 = 1;
        return Matrix4x4.Invert(m, out var inverse) ? inverse : throw new InvalidOperationException("The mean head is flat.");
    }

    private static float Degrees(float radians) => radians * 180 / MathF.PI;
}
