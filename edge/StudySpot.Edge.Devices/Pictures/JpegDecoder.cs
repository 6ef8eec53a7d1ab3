using System.Runtime.InteropServices;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Devices.Pictures;

/// <summary>Decodes JPEG files into frames, for measuring on pictures that no camera took here. Not safe for concurrent use.</summary>
public sealed unsafe class JpegDecoder : IDisposable
{
    /// <summary>A frame may not be larger: 64 megapixels are beyond every camera here, and a header can claim anything.</summary>
    private const long MostPixels = 64_000_000;

    private readonly TurboJpeg.DecoderHandle _decoder = TurboJpeg.CreateDecoder();
    private byte[] _pixels = [];

    /// <exception cref="InvalidOperationException">The library gave no decoder.</exception>
    public JpegDecoder()
    {
        if (_decoder.IsInvalid) throw new InvalidOperationException("libturbojpeg gave no decoder.");
    }

    /// <exception cref="InvalidDataException">Not a JPEG file, or a broken one; the message says what the library found.</exception>
    public void Decode(ReadOnlySpan<byte> jpeg, CameraFrame into, long number)
    {
        fixed (byte* from = jpeg)
        {
            Check(TurboJpeg.ReadHeader(_decoder, from, (nuint)jpeg.Length, out var width, out var height, out _, out _));
            if (width <= 0 || height <= 0 || (long)width * height > MostPixels) throw new InvalidDataException($"A picture of {width} × {height} is not decoded.");
            var length = checked(width * height * 3);
            if (_pixels.Length < length) _pixels = new byte[length];
            fixed (byte* pixels = _pixels)
                Check(TurboJpeg.Decode(_decoder, from, (nuint)jpeg.Length, pixels, width, width * 3, height, TurboJpeg.Bgr, 0));
            into.Set(_pixels.AsSpan(0, length), width, height, number, number);
        }
    }

    public void Dispose() => _decoder.Dispose();

    private void Check(int result)
    {
        if (result != 0) throw new InvalidDataException(Marshal.PtrToStringUTF8(TurboJpeg.LastError(_decoder)) ?? "libturbojpeg failed without a reason.");
    }
}
