using StudySpot.Edge.Devices.Camera;

namespace StudySpot.Edge.Devices.Tests.Camera;

public sealed class PixelMathsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(1000)]
    public void BgrToGrey_AnyLength_IsWithinOneOfTheDefinition(int pixels)
    {
        var bgr = Noise(pixels * 3);
        var grey = new byte[pixels];

        PixelMaths.BgrToGrey(bgr, grey);

        for (var i = 0; i < pixels; i++)
            ((double)grey[i]).ShouldBe(0.114 * bgr[i * 3] + 0.587 * bgr[i * 3 + 1] + 0.299 * bgr[i * 3 + 2], 1.5);
    }

    [Fact]
    public void BgrToGrey_WhiteAndBlack_StayWhiteAndBlack()
    {
        var grey = new byte[32];

        PixelMaths.BgrToGrey(Enumerable.Repeat((byte)255, 96).ToArray(), grey);
        grey.ShouldAllBe(value => value == 255);
        PixelMaths.BgrToGrey(new byte[96], grey);
        grey.ShouldAllBe(value => value == 0);
    }

    [Theory]
    [InlineData(2, 2)]
    [InlineData(16, 4)]
    [InlineData(38, 6)]
    public void I420ToBgr_AnySize_IsWithinTwoOfTheDefinition(int width, int height)
    {
        var planes = Noise(width * height / 2 * 3);
        var bgr = new byte[width * height * 3];

        PixelMaths.I420ToBgr(planes, width, height, bgr);

        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var colour = width * height + y / 2 * (width / 2) + x / 2;
                double bright = planes[y * width + x], u = planes[colour] - 128, v = planes[colour + width * height / 4] - 128;
                var at = (y * width + x) * 3;
                // The coefficients are kept in 1/64, so a colour difference of 128 may be wrong by two.
                ((double)bgr[at]).ShouldBe(Math.Clamp(bright + 1.772 * u, 0, 255), 2);
                ((double)bgr[at + 1]).ShouldBe(Math.Clamp(bright - 0.344136 * u - 0.714136 * v, 0, 255), 2);
                ((double)bgr[at + 2]).ShouldBe(Math.Clamp(bright + 1.402 * v, 0, 255), 2);
            }
        }
    }

    [Fact]
    public void Conversions_LengthsThatDoNotFit_AreRefused()
    {
        Should.Throw<ArgumentException>(() => PixelMaths.BgrToGrey(new byte[10], new byte[3]));
        Should.Throw<ArgumentException>(() => PixelMaths.I420ToBgr(new byte[6], 3, 2, new byte[18]));
    }

    private static byte[] Noise(int bytes)
    {
        var noise = new byte[bytes];
        new Random(11).NextBytes(noise);
        return noise;
    }
}
