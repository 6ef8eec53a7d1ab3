using System.Numerics;
using StudySpot.Edge.Vision.Images;

namespace StudySpot.Edge.Vision.Tests.Images;

public sealed class SamplerTests
{
    /// <summary>B is x, G is y, R is constant: so a sample tells where it was taken.</summary>
    private static byte[] Ramp(int width, int height)
    {
        var pixels = new byte[width * height * 3];
        for (var y = 0; y < height; y++)
            for (var x = 0; x < width; x++) (pixels[(y * width + x) * 3], pixels[(y * width + x) * 3 + 1], pixels[(y * width + x) * 3 + 2]) = ((byte)x, (byte)y, 77);
        return pixels;
    }

    private static float[] Sample(Matrix3x2 toFrame, int size, Edges edges = Edges.Repeat, Interpolation interpolation = Interpolation.Linear)
    {
        var planes = new float[3 * size * size];
        Sampler.Sample(new BgrView(Ramp(64, 48), 64, 48), toFrame, size, size, edges, interpolation, planes);
        return planes;
    }

    [Theory]
    [InlineData(Interpolation.Linear)]
    [InlineData(Interpolation.Cubic)]
    public void Sample_Identity_IsThePictureItself(Interpolation interpolation)
    {
        var planes = Sample(Matrix3x2.Identity, 16, interpolation: interpolation);
        planes[5 * 16 + 3].ShouldBe(3);
        planes[256 + 5 * 16 + 3].ShouldBe(5);
        planes[512].ShouldBe(77);
    }

    [Theory]
    [InlineData(1, 0, Interpolation.Linear)]
    [InlineData(0.5f, 20, Interpolation.Linear)]
    [InlineData(1.4f, -35, Interpolation.Linear)]
    [InlineData(1, 0, Interpolation.Cubic)]
    [InlineData(0.5f, 20, Interpolation.Cubic)]
    [InlineData(1.4f, -35, Interpolation.Cubic)]
    public void Sample_AnySimilarity_ReadsWhereTheMapPoints(float scale, float degrees, Interpolation interpolation)
    {
        var map = Matrix3x2.CreateScale(scale) * Matrix3x2.CreateRotation(degrees * MathF.PI / 180) * Matrix3x2.CreateTranslation(25.3f, 20.7f);
        var planes = Sample(map, 8, interpolation: interpolation);
        // The cubic kernel's slope is steeper than the one that keeps a ramp exactly.
        var tolerance = interpolation == Interpolation.Cubic ? 0.12f : 0.01f;
        for (var y = 0; y < 8; y++)
            for (var x = 0; x < 8; x++)
            {
                var at = Vector2.Transform(new Vector2(x, y), map);
                planes[y * 8 + x].ShouldBe(at.X, tolerance);
                planes[64 + y * 8 + x].ShouldBe(at.Y, tolerance);
            }
    }

    [Theory]
    [InlineData(Interpolation.Linear)]
    [InlineData(Interpolation.Cubic)]
    public void Sample_Shrinking_AveragesInsteadOfSkipping(Interpolation interpolation)
    {
        // Columns of 0 and 200 in turn: a skipping sampler sees one of them, an averaging one their mean.
        var pixels = new byte[60 * 60 * 3];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(i / 3 % 2 * 200);
        var planes = new float[3 * 10 * 10];
        Sampler.Sample(new BgrView(pixels, 60, 60), Matrix3x2.CreateScale(4, 4) * Matrix3x2.CreateTranslation(10, 10), 10, 10, Edges.Black, interpolation, planes);
        planes[55].ShouldBe(100, 1);
    }

    [Theory]
    [InlineData(Interpolation.Linear)]
    [InlineData(Interpolation.Cubic)]
    public void Sample_BeyondTheEdge_IsBlackOrTheEdge(Interpolation interpolation)
    {
        var outside = Matrix3x2.CreateTranslation(-20, 10);
        Sample(outside, 4, Edges.Black, interpolation)[32].ShouldBe(0);
        Sample(outside, 4, Edges.Repeat, interpolation)[32].ShouldBe(77);
    }

    [Fact]
    public void Sample_BetweenThinLines_CubicKeepsMoreOfThem()
    {
        // Lines two pixels wide, read a quarter beside their pixels.
        var pixels = new byte[60 * 60 * 3];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(i / 3 % 60 / 2 % 2 * 200);
        float Contrast(Interpolation interpolation)
        {
            var planes = new float[3 * 20 * 20];
            Sampler.Sample(new BgrView(pixels, 60, 60), Matrix3x2.CreateTranslation(20.25f, 20.25f), 20, 20, Edges.Black, interpolation, planes);
            return planes[..400].Max() - planes[..400].Min();
        }
        Contrast(Interpolation.Cubic).ShouldBeGreaterThan(Contrast(Interpolation.Linear) + 10);
    }

    [Fact]
    public void Sample_CubicBesideAHardEdge_StaysWithinWhatPixelsCanBe()
    {
        var pixels = new byte[40 * 40 * 3];
        for (var i = 0; i < pixels.Length; i++) pixels[i] = (byte)(i / 3 % 40 < 20 ? 0 : 255);
        var planes = new float[3 * 16 * 16];
        Sampler.Sample(new BgrView(pixels, 40, 40), Matrix3x2.CreateScale(0.5f) * Matrix3x2.CreateTranslation(16, 12), 16, 16, Edges.Repeat, Interpolation.Cubic, planes);
        planes.Min().ShouldBe(0);
        planes.Max().ShouldBe(255);
    }
}
