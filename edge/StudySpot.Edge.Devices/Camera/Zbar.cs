using System.Runtime.InteropServices;

namespace StudySpot.Edge.Devices.Camera;

/// <summary>The part of libzbar 0.23 that finds QR codes in grey pictures (zbar.h).</summary>
internal static unsafe partial class Zbar
{
    private const string Library = "libzbar.so.0";

    public const int AnySymbology = 0;
    public const int QrCode = 64;
    public const int Enable = 0;
    public const int Position = 0x80;

    /// <summary>fourcc('Y','8','0','0'): 8 bits of grey a pixel.</summary>
    public const nuint Grey = 'Y' | '8' << 8 | '0' << 16 | '0' << 24;

    [LibraryImport(Library, EntryPoint = "zbar_image_scanner_create")]
    public static partial ScannerHandle CreateScanner();

    [LibraryImport(Library, EntryPoint = "zbar_image_scanner_destroy")]
    private static partial void DestroyScanner(nint scanner);

    [LibraryImport(Library, EntryPoint = "zbar_image_scanner_set_config")]
    public static partial int Configure(ScannerHandle scanner, int symbology, int setting, int value);

    [LibraryImport(Library, EntryPoint = "zbar_scan_image")]
    public static partial int Scan(ScannerHandle scanner, ImageHandle image);

    [LibraryImport(Library, EntryPoint = "zbar_image_create")]
    public static partial ImageHandle CreateImage();

    [LibraryImport(Library, EntryPoint = "zbar_image_destroy")]
    private static partial void DestroyImage(nint image);

    [LibraryImport(Library, EntryPoint = "zbar_image_set_format")]
    public static partial void SetFormat(ImageHandle image, nuint fourcc);

    [LibraryImport(Library, EntryPoint = "zbar_image_set_size")]
    public static partial void SetSize(ImageHandle image, uint widthPx, uint heightPx);

    /// <summary>The pixels stay the caller's: no clean-up function is given.</summary>
    [LibraryImport(Library, EntryPoint = "zbar_image_set_data")]
    public static partial void SetData(ImageHandle image, byte* pixels, nuint length, nint cleanup);

    /// <summary>Null when nothing was found. Belongs to the image.</summary>
    [LibraryImport(Library, EntryPoint = "zbar_image_first_symbol")]
    public static partial nint FirstSymbol(ImageHandle image);

    [LibraryImport(Library, EntryPoint = "zbar_symbol_next")]
    public static partial nint NextSymbol(nint symbol);

    [LibraryImport(Library, EntryPoint = "zbar_symbol_get_type")]
    public static partial int TypeOf(nint symbol);

    [LibraryImport(Library, EntryPoint = "zbar_symbol_get_data")]
    public static partial byte* DataOf(nint symbol);

    [LibraryImport(Library, EntryPoint = "zbar_symbol_get_data_length")]
    public static partial uint LengthOf(nint symbol);

    /// <summary>An image scanner; destroyed with the handle.</summary>
    public sealed class ScannerHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            DestroyScanner(handle);
            return true;
        }
    }

    /// <summary>A picture's description; destroyed with the handle, the pixels are not.</summary>
    public sealed class ImageHandle() : SafeHandle(0, ownsHandle: true)
    {
        public override bool IsInvalid => handle == 0;

        protected override bool ReleaseHandle()
        {
            DestroyImage(handle);
            return true;
        }
    }
}
