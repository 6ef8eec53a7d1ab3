namespace StudySpot.Edge.Vision.Liveness;

/// <summary>
/// The 68 points of iBUG 300-W on a rounded average head: right, down and towards the camera, from between the outer eye
/// corners. Only the pattern of the depths is used, never a person's size.
/// </summary>
/// <remarks>
/// Drawn for this purpose from common head measures (face 144 mm wide at the ears, outer eye corners 90 mm and inner ones
/// 36 mm apart, nose tip 40 mm before the outer eye corners); docs/faces.md says how well it agrees with real heads.
/// </remarks>
internal static class HeadShape
{
    /// <summary>Right half and middle line: index, its mirror image, x, y, z in millimetres.</summary>
    private static readonly (int Point, int Mirror, double X, double Y, double Z)[] Half =
    [
        (0, 16, -72, 17, -75), (1, 15, -71, 37, -72), (2, 14, -69, 55, -68), (3, 13, -65, 72, -60), (4, 12, -57, 88, -47),
        (5, 11, -46, 101, -32), (6, 10, -32, 111, -16), (7, 9, -16, 118, -5), (8, 8, 0, 120, 0),
        (17, 26, -57, -10, -8), (18, 25, -48, -19, 4), (19, 24, -36, -22, 12), (20, 23, -24, -20, 17), (21, 22, -13, -14, 20),
        (27, 27, 0, -2, 18), (28, 28, 0, 11, 25), (29, 29, 0, 24, 33), (30, 30, 0, 37, 40),
        (31, 35, -13, 46, 22), (32, 34, -7, 49, 27), (33, 33, 0, 51, 30),
        (36, 45, -45, 0, 0), (37, 44, -37, -5, 8), (38, 43, -27, -5, 8), (39, 42, -18, 2, 5), (40, 47, -27, 5, 8), (41, 46, -37, 5, 6),
        (48, 54, -26, 74, 14), (49, 53, -16, 68, 23), (50, 52, -6, 65, 29), (51, 51, 0, 66, 30),
        (59, 55, -16, 82, 21), (58, 56, -6, 86, 25), (57, 57, 0, 87, 26),
        (60, 64, -22, 74, 16), (61, 63, -7, 72, 26), (62, 62, 0, 73, 27), (67, 65, -7, 77, 25), (66, 66, 0, 78, 26),
    ];

    private static readonly (double X, double Y, double Z)[] Points = Mirrored();

    public static int Count => Points.Length;

    public static (double X, double Y, double Z) Point(int index) => Points[index];

    private static (double X, double Y, double Z)[] Mirrored()
    {
        var points = new (double, double, double)[68];
        foreach (var (point, mirror, x, y, z) in Half)
        {
            points[mirror] = (-x, y, z);
            points[point] = (x, y, z);
        }
        return points;
    }
}
