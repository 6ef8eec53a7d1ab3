using System.Numerics;
using StudySpot.Edge.Vision.Images;

namespace StudySpot.Edge.Vision.Liveness;

/// <summary>
/// A frame as a camera would see it on a screen: rendered into stripes of red, green and blue, seen at an angle by another
/// grid of pixels (which gives the moiré), with black level, gamma, glare, blur and noise. A simulation: it stands in for
/// attacks nobody recorded yet, and says nothing certain about real screens.
/// </summary>
public sealed record SimulatedScreen
{
    /// <summary>Samples along one side of a camera pixel: enough for three stripes to differ.</summary>
    private const int Samples = 3;

    /// <summary>Screen pixels under one camera pixel: 0.6 for a coarse monitor close by, 1.7 for a phone at arm's length.</summary>
    public required float ScreenPixelsPerPixel { get; init; }

    public required float TurnDegrees { get; init; }

    /// <summary>Peak of the reflection of a lamp, 0 to 255.</summary>
    public required float Glare { get; init; }

    /// <summary>Light of a black screen, 0 to 255.</summary>
    public required float BlackLevel { get; init; }

    /// <summary>Of the screen against the camera: 1 when both agree.</summary>
    public required float Gamma { get; init; }

    /// <summary>Null when the screen fills the view; else its right and left edges stand this many face widths from the face's centre, with a dark frame around.</summary>
    public float? EdgeInFaces { get; init; }

    /// <summary>Screens to try: monitor, tablet and phone, in two lights.</summary>
    public static IReadOnlyList<SimulatedScreen> Kinds { get; } =
    [
        new() { ScreenPixelsPerPixel = 0.6f, TurnDegrees = 1.5f, Glare = 0, BlackLevel = 6, Gamma = 1.1f },
        new() { ScreenPixelsPerPixel = 0.9f, TurnDegrees = -2f, Glare = 60, BlackLevel = 10, Gamma = 1.15f },
        new() { ScreenPixelsPerPixel = 1.2f, TurnDegrees = 3f, Glare = 30, BlackLevel = 8, Gamma = 0.95f },
        new() { ScreenPixelsPerPixel = 1.7f, TurnDegrees = -1f, Glare = 90, BlackLevel = 14, Gamma = 1.05f, EdgeInFaces = 0.9f },
        new() { ScreenPixelsPerPixel = 1.3f, TurnDegrees = 4f, Glare = 0, BlackLevel = 5, Gamma = 1.2f, EdgeInFaces = 0.8f },
    ];

    /// <summary>The same picture, photographed off the screen.</summary>
    /// <param name="face">Centre and width of the face, which stays where it is.</param>
    /// <param name="seed">Of the camera's noise.</param>
    public byte[] Photograph(BgrView frame, Vector2 face, float faceWidthPx, int seed)
    {
        var random = new Random(seed);
        var light = new float[frame.WidthPx * frame.HeightPx * 3];
        var turn = Matrix3x2.CreateRotation(TurnDegrees * MathF.PI / 180, face);
        for (var y = 0; y < frame.HeightPx; y++)
        {
            for (var x = 0; x < frame.WidthPx; x++)
            {
                var pixel = Pixel(frame, x, y, turn, new Vector2(EdgeInFaces is { } faces ? faces * faceWidthPx : float.MaxValue, face.X));
                var glare = Glare * MathF.Exp(-Vector2.DistanceSquared(new Vector2(x, y), face + new Vector2(faceWidthPx * 0.35f, -faceWidthPx * 0.4f)) / (faceWidthPx * faceWidthPx * 0.08f));
                var at = ((y * frame.WidthPx) + x) * 3;
                (light[at], light[at + 1], light[at + 2]) = (pixel.X + glare, pixel.Y + glare, pixel.Z + glare);
            }
        }
        return Blurred(light, frame.WidthPx, frame.HeightPx, random);
    }

    private Vector3 Pixel(BgrView frame, int x, int y, Matrix3x2 turn, Vector2 edge)
    {
        var sum = Vector3.Zero;
        for (var v = 0; v < Samples; v++)
        {
            for (var u = 0; u < Samples; u++)
            {
                var onScreen = Vector2.Transform(new Vector2(x + ((u + 0.5f) / Samples), y + ((v + 0.5f) / Samples)), turn);
                sum += MathF.Abs(onScreen.X - edge.Y) < edge.X ? Emitted(frame, onScreen) : Around(frame, onScreen, edge);
            }
        }
        return sum / (Samples * Samples);
    }

    /// <summary>Light of one point of the screen: a third of each screen pixel shines in each colour, the rows are apart by a tenth.</summary>
    private Vector3 Emitted(BgrView frame, Vector2 at)
    {
        var (column, row) = (at.X * ScreenPixelsPerPixel, at.Y * ScreenPixelsPerPixel);
        var (inColumn, inRow) = (column - MathF.Floor(column), row - MathF.Floor(row));
        if (inRow > 0.9f) return new Vector3(BlackLevel);
        var shown = Shown(frame, new Vector2((MathF.Floor(column) + 0.5f) / ScreenPixelsPerPixel, (MathF.Floor(row) + 0.5f) / ScreenPixelsPerPixel));
        var stripe = inColumn < 1 / 3f ? new Vector3(0, 0, 3) : inColumn < 2 / 3f ? new Vector3(0, 3, 0) : new Vector3(3, 0, 0);
        return new Vector3(BlackLevel) + (shown * stripe * ((255 - BlackLevel) / 255));
    }

    private Vector3 Shown(BgrView frame, Vector2 at)
    {
        var (x, y) = (Math.Clamp((int)at.X, 0, frame.WidthPx - 1), Math.Clamp((int)at.Y, 0, frame.HeightPx - 1));
        var pixel = frame.Pixels.Slice((y * frame.Stride) + (x * 3), 3);
        return 255 * new Vector3(MathF.Pow(pixel[0] / 255f, Gamma), MathF.Pow(pixel[1] / 255f, Gamma), MathF.Pow(pixel[2] / 255f, Gamma));
    }

    /// <summary>A dark frame, and beyond it the room: the same picture's edge, out of focus enough to be one colour a row.</summary>
    private static Vector3 Around(BgrView frame, Vector2 at, Vector2 edge)
    {
        if (MathF.Abs(at.X - edge.Y) < edge.X * 1.08f) return new Vector3(18);
        var y = Math.Clamp((int)at.Y, 0, frame.HeightPx - 1);
        var pixel = frame.Pixels.Slice(y * frame.Stride, 3);
        return new Vector3(pixel[0], pixel[1], pixel[2]);
    }

    /// <summary>Three by three pixels of lens and demosaicing (1-2-1 each way), and a sensor's noise of two steps.</summary>
    private static byte[] Blurred(float[] light, int width, int height, Random random)
    {
        var seen = new byte[light.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                for (var channel = 0; channel < 3; channel++)
                {
                    var sum = 0f;
                    for (var v = -1; v <= 1; v++)
                    {
                        for (var u = -1; u <= 1; u++)
                        {
                            var at = (Math.Clamp(y + v, 0, height - 1) * width) + Math.Clamp(x + u, 0, width - 1);
                            sum += light[(at * 3) + channel] * (2 - Math.Abs(u)) * (2 - Math.Abs(v));
                        }
                    }
                    var noise = (random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f) * 4;
                    seen[(((y * width) + x) * 3) + channel] = (byte)Math.Clamp((sum / 16) + noise, 0, 255);
                }
            }
        }
        return seen;
    }
}
