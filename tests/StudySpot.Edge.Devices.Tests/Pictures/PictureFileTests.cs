using System.Diagnostics;
using StudySpot.Edge.Devices.Pictures;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Testing;

namespace StudySpot.Edge.Devices.Tests.Pictures;

public sealed class PictureFileTests : IDisposable
{
    private readonly ScratchFolder _scratch = new();

    public void Dispose() => _scratch.Dispose();

    [Theory]
    [InlineData("red.jpg")]
    [InlineData("red.png")]
    public void Decode_RedPicture_IsRedInBgr(string name)
    {
        var frame = new CameraFrame();
        using var pictures = new PictureFile();
        pictures.Decode(File.ReadAllBytes(Made(name)), frame, 5);
        (frame.WidthPx, frame.HeightPx, frame.Number).ShouldBe((40, 30, 5));
        var middle = frame.Bgr.Span.Slice((15 * 40 + 20) * 3, 3);
        middle[0].ShouldBeLessThan((byte)10);
        middle[1].ShouldBeLessThan((byte)10);
        middle[2].ShouldBeGreaterThan((byte)245);
    }

    [Fact]
    public void Decode_NoPicture_SaysSo()
    {
        using var pictures = new PictureFile();
        Should.Throw<InvalidDataException>(() => pictures.Decode("not a picture"u8, new CameraFrame(), 1));
    }

    [Fact]
    public void Decode_JpegCutShortInItsHeader_IsRefused()
    {
        using var pictures = new PictureFile();
        Should.Throw<InvalidDataException>(() => pictures.Decode(File.ReadAllBytes(Made("red.jpg")).AsSpan(0, 30), new CameraFrame(), 1));
    }

    private string Made(string name)
    {
        var file = _scratch.File(name);
        using var ffmpeg = Process.Start("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "color=c=red:size=40x30", "-frames:v", "1", file]);
        ffmpeg.WaitForExit();
        return file;
    }
}
