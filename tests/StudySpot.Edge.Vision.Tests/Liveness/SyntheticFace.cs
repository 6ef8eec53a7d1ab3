using System.Numerics;
using StudySpot.Edge.Vision.Liveness;
using StudySpot.Edge.Vision.Tests.Gallery;

namespace StudySpot.Edge.Vision.Tests.Liveness;

/// <summary>
/// Landmarks of a made-up person, as a head before a camera or as a picture of that head. Every person has a shape of
/// their own, several millimetres from the average at every point, so that the fit never meets the head it was drawn from.
/// </summary>
internal sealed class SyntheticFace
{
    /// <summary>Face of 144 mm at 600 mm is 168 px wide: a person at the gate in a frame of 640 × 480.</summary>
    private const double FocalPx = 700;
    private const double DistanceMm = 600;

    /// <summary>What the landmark network errs on still faces after averaging: 0.5 % of the face's width.</summary>
    private const double NoisePx = 0.8;

    private readonly Random _random;
    private readonly Vector3[] _head;

    public SyntheticFace(int seed)
    {
        _random = new Random(seed);
        var (width, height, depth) = (1 + Some(0.06), 1 + Some(0.06), 1 + Some(0.12));
        _head = [.. Enumerable.Range(0, HeadShape.Count).Select(HeadShape.Point).Select(point => new Vector3(
            (float)((point.X * width) + Some(2)), (float)((point.Y * height) + Some(2)), (float)((point.Z * depth) + Some(2.5))))];
    }

    /// <summary>The head, turned; positive yaw points the nose to the picture's right.</summary>
    public Vector2[] Head(double yawDegrees, double pitchDegrees = 0, double rollDegrees = 0, double nearerMm = 0, double mouthMm = 0)
    {
        var turn = Turn(yawDegrees, pitchDegrees, rollDegrees);
        return Seen(_head.Select((point, at) => at is >= 55 and <= 59 or >= 65 ? point + new Vector3(0, (float)mouthMm, 0) : point)
            .Select(point => Vector3.Transform(point, turn)), nearerMm, Vector2.Zero);
    }

    /// <summary>A printed picture of the head, tilted, moved and bent around an upright or level axis.</summary>
    /// <param name="bendRadiusMm">Of the cylinder the paper lies on; infinite is flat, negative bends away from the camera.</param>
    public Vector2[] Picture(double yawDegrees, double pitchDegrees = 0, double rollDegrees = 0, double nearerMm = 0, double bendRadiusMm = double.PositiveInfinity, bool bendsUpright = true)
    {
        var turn = Turn(yawDegrees, pitchDegrees, rollDegrees);
        var printed = _head.Select(point => new Vector3(point.X, point.Y, 0) * (float)(DistanceMm / (DistanceMm - point.Z)));
        return Seen(printed.Select(point => Bent(point, bendRadiusMm, bendsUpright)).Select(point => Vector3.Transform(point, turn)), nearerMm, new Vector2((float)Some(15), (float)Some(15)));
    }

    private static Vector3 Bent(Vector3 point, double radius, bool upright)
    {
        if (double.IsInfinity(radius)) return point;
        var along = upright ? point.X : point.Y - 55;
        var (across, depth) = ((float)(radius * Math.Sin(along / radius)), (float)(radius * (Math.Cos(along / radius) - 1)));
        return upright ? new Vector3(across, point.Y, depth) : new Vector3(point.X, across + 55, depth);
    }

    private Vector2[] Seen(IEnumerable<Vector3> points, double nearerMm, Vector2 movedMm) =>
        [.. points.Select(point => new Vector2(
            (float)(320 + (FocalPx * (point.X + movedMm.X) / (DistanceMm - nearerMm - point.Z)) + Noise()),
            (float)(200 + (FocalPx * (point.Y + movedMm.Y) / (DistanceMm - nearerMm - point.Z)) + Noise())))];

    /// <summary>Around the neck, about 80 mm behind the eyes and below them.</summary>
    private static Matrix4x4 Turn(double yawDegrees, double pitchDegrees, double rollDegrees)
    {
        const float Degree = MathF.PI / 180;
        var neck = new Vector3(0, 100, -80);
        return Matrix4x4.CreateTranslation(-neck)
            * Matrix4x4.CreateRotationZ((float)rollDegrees * Degree) * Matrix4x4.CreateRotationX((float)pitchDegrees * Degree) * Matrix4x4.CreateRotationY((float)yawDegrees * Degree)
            * Matrix4x4.CreateTranslation(neck);
    }

    private double Noise() => RandomFaces.Normal(_random) * NoisePx;

    private double Some(double deviation) => RandomFaces.Normal(_random) * deviation;
}
