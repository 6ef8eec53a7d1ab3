using System.Numerics;

namespace StudySpot.Edge.Vision.Alignment;

/// <summary>The 68 points of iBUG 300-W, and what is read from them.</summary>
public static class FacePoints
{
    public const int Count = 68;

    /// <summary>Where each point goes when the picture is mirrored.</summary>
    public static ReadOnlySpan<byte> Mirrored =>
    [
        16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0,
        26, 25, 24, 23, 22, 21, 20, 19, 18, 17,
        27, 28, 29, 30, 35, 34, 33, 32, 31,
        45, 44, 43, 42, 47, 46, 39, 38, 37, 36, 41, 40,
        54, 53, 52, 51, 50, 49, 48, 59, 58, 57, 56, 55, 64, 63, 62, 61, 60, 67, 66, 65,
    ];

    /// <summary>Eye centre at the left of the picture: its four lid points, which move less with the gaze than the corners do.</summary>
    public static Vector2 LeftEye(ReadOnlySpan<Vector2> points) => (points[37] + points[38] + points[40] + points[41]) / 4;

    public static Vector2 RightEye(ReadOnlySpan<Vector2> points) => (points[43] + points[44] + points[46] + points[47]) / 4;

    /// <summary>Eyes, tip of the nose, corners of the mouth: what the ArcFace template is made of.</summary>
    public static void Five(ReadOnlySpan<Vector2> points, Span<Vector2> five)
    {
        five[0] = LeftEye(points);
        five[1] = RightEye(points);
        five[2] = points[30];
        five[3] = (points[48] + points[60]) / 2;
        five[4] = (points[54] + points[64]) / 2;
    }
}
