using System.Numerics;

namespace StudySpot.Edge.Vision.Frames;

/// <summary>An upright rectangle around a face, in pixels of the frame; it may reach beyond the frame's edges.</summary>
public readonly record struct FaceBox(float Left, float Top, float Width, float Height)
{
    public float Right => Left + Width;

    public float Bottom => Top + Height;

    public float Area => Width * Height;

    public Vector2 Centre => new(Left + Width / 2, Top + Height / 2);

    /// <summary>Intersection over union, in [0, 1].</summary>
    public float Overlap(FaceBox other)
    {
        var width = MathF.Min(Right, other.Right) - MathF.Max(Left, other.Left);
        var height = MathF.Min(Bottom, other.Bottom) - MathF.Max(Top, other.Top);
        if (width <= 0 || height <= 0) return 0;
        var shared = width * height;
        return shared / (Area + other.Area - shared);
    }

    /// <summary>A square with the same centre whose side is the longer side times <paramref name="widening"/>.</summary>
    public FaceBox Square(float widening)
    {
        var side = MathF.Max(Width, Height) * widening;
        return new FaceBox(Centre.X - side / 2, Centre.Y - side / 2, side, side);
    }
}
