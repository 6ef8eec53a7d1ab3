using System.Numerics;
using StudySpot.Edge.Vision.Alignment;
using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Images;
using StudySpot.Edge.Vision.Runtime;

namespace StudySpot.Edge.Vision.Landmarks;

/// <summary>
/// Finds the 68 points: once in the detector's box, then in upright squares laid by the points themselves, half of them
/// mirrored, each a little shifted, sized and turned, whose answers are averaged. Not safe for concurrent use.
/// </summary>
public sealed class LandmarkFinder
{
    /// <summary>Where a refining square lies in the ArcFace template's pixels: the mean of the detector's widened boxes there (models/fr_landmark/README.md).</summary>
    private static readonly Vector2 SquareCentre = new(56.5f, 64.7f);
    private const float SquareSide = 125;

    /// <summary>One round moves the points by 1.45 px of 112 on average, a second by 0.31 px (models/fr_landmark/README.md); a third would move less than the looks differ.</summary>
    public const int UsualRounds = 2;

    private static readonly Look[] Looks =
    [
        new(1, 0, 0, 0), new(1, 0, 0, 0, Mirrored: true),
        new(1.06f, 0.03f, 0, 3), new(1.06f, -0.03f, 0, -3, Mirrored: true),
        new(0.94f, 0, 0.03f, -3), new(0.94f, 0, 0.03f, 3, Mirrored: true),
        new(1, 0, -0.03f, 0), new(1, 0, -0.03f, 0, Mirrored: true),
    ];

    private readonly Network _network;
    private readonly NetworkInput _input;
    private readonly int _rounds;
    private readonly Vector2[] _sum = new Vector2[FacePoints.Count];

    /// <param name="rounds">Refining rounds; 0 keeps the first look.</param>
    /// <exception cref="ModelException">The network does not give 68 points.</exception>
    public LandmarkFinder(Network network, int rounds)
    {
        (_network, _rounds) = (network, rounds);
        _input = new NetworkInput(network);
        if (network.Output(0).Length != 2 * FacePoints.Count)
            throw new ModelException($"Model {network.Manifest.Name} gives {network.Output(0).Length} values, not 68 points.");
    }

    /// <summary>68 points in pixels of the frame, in the order of iBUG 300-W.</summary>
    /// <param name="firstLook">
    /// The points as the first look gave them. The packaged embedding is aligned by these: refined points are steadier
    /// over frames, but aligning by them was no better (models/fr_landmark/README.md).
    /// </param>
    public Vector2[] Find(BgrView frame, FaceBox faceInFrame, out Vector2[] firstLook)
    {
        var square = faceInFrame.Square(_network.Manifest.Preprocessing.Widening);
        Array.Clear(_sum);
        Add(frame, Square(square.Centre, square.Width), Look.Plain);
        firstLook = (Vector2[])_sum.Clone();
        var points = firstLook;
        for (var round = 0; round < _rounds; round++) points = Refine(frame, points);
        return points;
    }

    private Vector2[] Refine(BgrView frame, ReadOnlySpan<Vector2> points)
    {
        var toFrame = FaceAlignment.ToFrame(points);
        Array.Clear(_sum);
        foreach (var look in Looks)
        {
            var centre = SquareCentre + new Vector2(look.ShiftX, look.ShiftY) * SquareSide;
            var turned = Matrix3x2.CreateRotation(look.TurnDegrees * MathF.PI / 180, centre);
            Add(frame, Square(centre, SquareSide * look.Size) * turned * toFrame, look);
        }
        var refined = new Vector2[FacePoints.Count];
        for (var i = 0; i < refined.Length; i++) refined[i] = _sum[i] / Looks.Length;
        return refined;
    }

    private void Add(BgrView frame, Matrix3x2 toFrame, Look look)
    {
        _input.Fill(frame, toFrame, Edges.Repeat);
        if (look.Mirrored) _input.Mirror();
        _network.Run();
        var output = _network.Output(0);
        for (var i = 0; i < FacePoints.Count; i++)
        {
            var from = look.Mirrored ? FacePoints.Mirrored[i] : i;
            // The network counts edges, the sampler counts centres.
            var (x, y) = (output[2 * from] * _input.WidthPx - 0.5f, output[2 * from + 1] * _input.HeightPx - 0.5f);
            if (look.Mirrored) x = _input.WidthPx - 1 - x;
            _sum[i] += Vector2.Transform(new Vector2(x, y), toFrame);
        }
    }

    /// <summary>Takes the input to an upright square.</summary>
    private Matrix3x2 Square(Vector2 centre, float side)
    {
        var scale = side / _input.WidthPx;
        var corner = centre - new Vector2(side / 2) + new Vector2((scale - 1) / 2);
        return new Matrix3x2(scale, 0, 0, scale, corner.X, corner.Y);
    }

    /// <summary>One way to lay the square; shifts in its sides.</summary>
    private readonly record struct Look(float Size, float ShiftX, float ShiftY, float TurnDegrees, bool Mirrored = false)
    {
        public static readonly Look Plain = new(1, 0, 0, 0);
    }
}
