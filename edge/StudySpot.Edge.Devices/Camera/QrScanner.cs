using System.Text;

namespace StudySpot.Edge.Devices.Camera;

/// <summary>Finds QR codes in grey pictures with libzbar. Not for concurrent use.</summary>
public sealed class QrScanner : IDisposable
{
    /// <summary>Longest text passed on (see <see cref="Gate.Ports.ReadCode.Text"/>).</summary>
    private const int MaxChars = 2000;

    private readonly Zbar.ScannerHandle _scanner;

    /// <exception cref="DllNotFoundException">libzbar0 is not installed.</exception>
    /// <exception cref="InvalidOperationException">libzbar refused a setting: not a version this binding knows.</exception>
    public QrScanner()
    {
        _scanner = Zbar.CreateScanner();
        if (_scanner.IsInvalid) throw new InsufficientMemoryException("libzbar could not create a scanner.");
        // Only QR: the linear symbologies cost time and read table edges as numbers.
        Set(Zbar.AnySymbology, Zbar.Enable, 0);
        Set(Zbar.QrCode, Zbar.Enable, 1);
    }

    /// <summary>Reads every code in the picture.</summary>
    /// <param name="pixels">One byte a pixel, rows without gaps.</param>
    /// <param name="texts">Receives the texts; bytes that are not UTF-8 become replacement characters.</param>
    public unsafe void Scan(ReadOnlySpan<byte> pixels, int widthPx, int heightPx, ICollection<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(widthPx);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(heightPx);
        ArgumentOutOfRangeException.ThrowIfNotEqual((long)pixels.Length, (long)widthPx * heightPx, nameof(pixels));
        using var image = Zbar.CreateImage();
        if (image.IsInvalid) throw new InsufficientMemoryException("libzbar could not create a picture.");
        fixed (byte* start = pixels)
        {
            Zbar.SetFormat(image, Zbar.Grey);
            Zbar.SetSize(image, (uint)widthPx, (uint)heightPx);
            Zbar.SetData(image, start, (nuint)pixels.Length, 0);
            if (Zbar.Scan(_scanner, image) < 0) throw new InvalidOperationException("libzbar could not scan a grey picture.");
            for (var symbol = Zbar.FirstSymbol(image); symbol != 0; symbol = Zbar.NextSymbol(symbol))
            {
                if (Zbar.TypeOf(symbol) != Zbar.QrCode) continue;
                var data = Zbar.DataOf(symbol);
                if (data is null) continue;
                var text = Encoding.UTF8.GetString(new ReadOnlySpan<byte>(data, checked((int)Zbar.LengthOf(symbol))));
                texts.Add(text.Length > MaxChars ? text[..MaxChars] : text);
            }
            Zbar.SetData(image, null, 0, 0);
        }
    }

    public void Dispose() => _scanner.Dispose();

    private void Set(int symbology, int setting, int value)
    {
        if (Zbar.Configure(_scanner, symbology, setting, value) == 0) return;
        _scanner.Dispose();
        throw new InvalidOperationException($"libzbar refused setting {setting} of symbology {symbology}.");
    }
}
