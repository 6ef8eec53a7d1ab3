using System.Buffers.Binary;
using QRCoder;
using StudySpot.Edge.Simulator.Camera;

namespace StudySpot.Edge.Simulator.Tests.Camera;

public sealed class PngPictureTests
{
    private readonly byte[] _good = Pictures.Qr("SS1:PICTURE");

    [Fact]
    public void Fault_Picture_IsNone() => PngPicture.Fault(_good).ShouldBeNull();

    [Theory]
    [InlineData(0u)]
    [InlineData(4097u)]
    [InlineData(uint.MaxValue)]
    public void Fault_SidesThatCannotBe_AreRefused(uint side)
    {
        foreach (var offset in (int[])[16, 20])
        {
            var bomb = (byte[])_good.Clone();
            BinaryPrimitives.WriteUInt32BigEndian(bomb.AsSpan(offset), side);
            PngPicture.Fault(bomb).ShouldNotBeNull();
        }
    }

    [Fact]
    public void Fault_CutAnywhere_IsRefused()
    {
        for (var length = 0; length < _good.Length; length++) PngPicture.Fault(_good.AsSpan(0, length)).ShouldNotBeNull();
    }

    [Fact]
    public void Fault_TooLarge_IsRefused()
    {
        var large = new byte[PngPicture.MaxBytes + 1];
        _good.CopyTo(large, 0);
        PngPicture.Fault(large).ShouldBe("larger than 5 MB");
    }

    [Fact]
    public void Fault_MutatedBytes_NeverThrows()
    {
        var random = new Random(5);
        for (var i = 0; i < 50_000; i++)
        {
            var mutated = (byte[])_good.Clone();
            for (var n = random.Next(1, 8); n > 0; n--) mutated[random.Next(mutated.Length)] = (byte)random.Next(256);
            PngPicture.Fault(mutated);
        }
    }
}

internal static class Pictures
{
    /// <summary>A PNG as the pass shows it.</summary>
    public static byte[] Qr(string text)
    {
        using var code = QRCodeGenerator.GenerateQrCode(text, QRCodeGenerator.ECCLevel.M);
        using var png = new PngByteQRCode(code);
        return png.GetGraphic(6);
    }
}
