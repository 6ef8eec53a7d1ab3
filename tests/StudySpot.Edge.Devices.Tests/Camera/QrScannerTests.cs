using StudySpot.Edge.Devices.Camera;
using StudySpot.Testing;

namespace StudySpot.Edge.Devices.Tests.Camera;

public sealed class QrScannerTests : IDisposable
{
    private readonly QrScanner _scanner = new();
    private readonly List<string> _texts = [];

    public void Dispose() => _scanner.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(151)]
    [InlineData(415)]
    public async Task Scan_Code_ReadsItsText(int length)
    {
        using var folder = new ScratchFolder();
        var text = new string('Z', length);
        await File.WriteAllBytesAsync(folder.File("code.png"), Pictures.Qr(text));
        var (pixels, width, height) = await Pictures.GreyAsync(folder.File("code.png"), folder.File("grey"));

        _scanner.Scan(pixels, width, height, _texts);

        _texts.ShouldBe([text]);
    }

    [Fact]
    public async Task Scan_CodeLongerThanThePortAllows_IsCut()
    {
        using var folder = new ScratchFolder();
        await File.WriteAllBytesAsync(folder.File("code.png"), Pictures.Qr(new string('9', 2600)));
        var (pixels, width, height) = await Pictures.GreyAsync(folder.File("code.png"), folder.File("grey"));

        _scanner.Scan(pixels, width, height, _texts);

        _texts.ShouldBe([new string('9', 2000)]);
    }

    [Fact]
    public void Scan_NoiseOfManySizes_NeverThrowsAndReadsNothing()
    {
        var random = new Random(3);
        for (var i = 0; i < 200; i++)
        {
            var (width, height) = (random.Next(1, 400), random.Next(1, 400));
            var pixels = new byte[width * height];
            random.NextBytes(pixels);
            _scanner.Scan(pixels, width, height, _texts);
        }

        _texts.ShouldBeEmpty();
    }

    [Fact]
    public void Scan_LengthThatDoesNotFit_IsRefused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => _scanner.Scan(new byte[99], 10, 10, _texts));
}
