using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Images;
using StudySpot.Edge.Vision.Liveness;

namespace StudySpot.Edge.Vision.Tests.Liveness;

/// <summary>A soft, noisy picture has no lattice; the same picture on a screen does.</summary>
public sealed class ScreenPatternTests
{
    private const int Width = 320, Height = 240;

    [Theory]
    [InlineData(160)]
    [InlineData(80)]
    public void LiveShare_SoftPicture_StaysWhole(float faceWidth)
    {
        for (var seed = 0; seed < 10; seed++) new ScreenPattern().LiveShare(new BgrView(Soft(seed), Width, Height), Face(faceWidth)).ShouldBeGreaterThan(0.95f);
    }

    [Theory]
    [InlineData(160)]
    [InlineData(80)]
    public void LiveShare_SamePictureOnAnyScreen_IsLost(float faceWidth)
    {
        foreach (var screen in SimulatedScreen.Kinds)
        {
            var photographed = screen.Photograph(new BgrView(Soft(3), Width, Height), Face(faceWidth).Centre, faceWidth, 1);
            new ScreenPattern().LiveShare(new BgrView(photographed, Width, Height), Face(faceWidth)).ShouldBeLessThan(0.3f);
        }
    }

    [Fact]
    public void LiveShare_BlocksOfJpeg_AreNoScreen()
    {
        var picture = Soft(5);
        // Steps of four levels at every eighth row and column: what strong compression leaves.
        for (var i = 0; i < picture.Length; i++) picture[i] = (byte)(picture[i] + (((i / 3 % Width / 8) + (i / 3 / Width / 8)) % 2 * 4));

        new ScreenPattern().LiveShare(new BgrView(picture, Width, Height), Face(160)).ShouldBeGreaterThan(0.9f);
    }

    [Fact]
    public void LiveShare_FaceTooSmallToTell_SaysNothing() =>
        new ScreenPattern().LiveShare(new BgrView(Soft(1), Width, Height), Face(40)).ShouldBe(1);

    private static FaceBox Face(float width) => new(160 - (width / 2), 120 - (width / 2), width, width);

    /// <summary>Broad shades like a face's, and a sensor's noise.</summary>
    private static byte[] Soft(int seed)
    {
        var random = new Random(seed);
        var picture = new byte[Width * Height * 3];
        for (var i = 0; i < picture.Length; i++)
        {
            var (x, y) = (i / 3 % Width, i / 3 / Width);
            var shade = 120 + (50 * Math.Cos((x + seed) / 31.0) * Math.Cos(y / 23.0)) + (15 * Math.Sin((x - y) / 9.0));
            picture[i] = (byte)Math.Clamp(shade + ((random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f) * 6), 0, 255);
        }
        return picture;
    }
}
