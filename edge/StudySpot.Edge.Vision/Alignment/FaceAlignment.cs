using System.Numerics;

namespace StudySpot.Edge.Vision.Alignment;

/// <summary>Lays a face on the template that ArcFace-type networks are trained with (InsightFace, face_align.py, 112 × 112).</summary>
public static class FaceAlignment
{
    public const int TemplateSize = 112;

    private static readonly Vector2[] Template =
        [new(38.2946f, 51.6963f), new(73.5318f, 51.5014f), new(56.0252f, 71.7366f), new(41.5493f, 92.3655f), new(70.7299f, 92.2041f)];

    /// <summary>Takes a point of the template to the frame.</summary>
    public static Matrix3x2 ToFrame(ReadOnlySpan<Vector2> points)
    {
        Span<Vector2> five = stackalloc Vector2[5];
        FacePoints.Five(points, five);
        if (!Matrix3x2.Invert(Similarity2.Fit(five, Template), out var toFrame)) throw new ArgumentException("All points lie in one place.", nameof(points));
        return toFrame;
    }
}
