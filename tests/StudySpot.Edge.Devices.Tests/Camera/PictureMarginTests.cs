using StudySpot.Edge.Devices.Camera;

namespace StudySpot.Edge.Devices.Tests.Camera;

public sealed class PictureMarginTests
{
    private const int Width = 64, Height = 36;

    [Theory]
    [InlineData(16, 6, 32, 24)]
    [InlineData(0, 6, 64, 24)]
    [InlineData(16, 0, 32, 36)]
    [InlineData(16, 6, 31, 23)]
    [InlineData(0, 0, 64, 36)]
    public void Find_PictureInWhite_IsThePicture(int left, int top, int width, int height) =>
        PictureMargin.Find(Frame(left, top, width, height), Width, Height).ShouldBe((left, top, width, height));

    [Fact]
    public void Find_OneSideIsWhite_IsTheWorld() => PictureMargin.Find(Frame(20, 5, 44, 31), Width, Height).ShouldBe((0, 0, Width, Height));

    [Fact]
    public void Find_NothingButWhite_IsAllPicture() => PictureMargin.Find(Frame(0, 0, 0, 0), Width, Height).ShouldBe((0, 0, Width, Height));

    [Fact]
    public void Find_OnePixelThatIsNotQuiteWhite_IsThePicture()
    {
        var frame = Frame(0, 0, 0, 0);
        frame[((18 * Width) + 32) * 3 + 1] = 254;
        frame[((18 * Width) + 31) * 3 + 2] = 254;

        PictureMargin.Find(frame, Width, Height).ShouldBe((31, 18, 2, 1));
    }

    /// <summary>A grey picture in a white frame.</summary>
    private static byte[] Frame(int left, int top, int width, int height)
    {
        var frame = new byte[Width * Height * 3];
        Array.Fill(frame, byte.MaxValue);
        for (var y = top; y < top + height; y++) Array.Fill(frame, (byte)128, ((y * Width) + left) * 3, width * 3);
        return frame;
    }
}
