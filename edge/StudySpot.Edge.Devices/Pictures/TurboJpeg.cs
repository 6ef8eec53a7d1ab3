using System.Runtime.InteropServices;

namespace StudySpot.Edge.Devices.Pictures;

/// <summary>The part of libturbojpeg 2.1 that decodes (turbojpeg.h).</summary>
internal static unsafe partial class TurboJpeg
{
    private const string Library = "libturbojpeg.so.0";

    /// <summary>TJPF_BGR.</summary>
    public const int Bgr = 1;

    [LibraryImport(Library, EntryPoint = "tjInitDecompress")]
    public static partial DecoderHandle CreateDecoder();

    [LibraryImport(Library, EntryPoint = "tjDestroy")]
    private static partial int Destroy(nint decoder);

    [LibraryImport(Library, EntryPoint = "tjDecompressHeader3")]
    public static partial int ReadHeader(DecoderHandle decoder, byte* jpeg, nuint length, out int widthPx, out int heightPx, out int subsampling, out int colourSpace);

    [LibraryImport(Library, EntryPoint = "tjDecompress2")]
    public static partial int Decode(DecoderHandle decoder, byte* jpeg, nuint length, byte* pixels, int widthPx, int pitch, int heightPx, int pixelFormat, int flags);

    /// <summary>Belongs to the decoder.</summary>
    [LibraryImport(Library, EntryPoint = "tjGetErrorStr2")]
    public static partial nint LastError(DecoderHandle decoder);

    internal sealed class DecoderHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle() => Destroy(handle) == 0;
    }
}
