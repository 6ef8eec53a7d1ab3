using StudySpot.Testing;

namespace StudySpot.Hardware.Tests.Stage;

/// <summary>
/// A scanner that is a USB keyboard, played by this machine itself (usb_f_hid); the kernel meets it with usbhid and
/// hid-generic. Types the US layout, one key a report, as scanners do.
/// </summary>
internal sealed class GadgetKeyboard : IDisposable
{
    /// <summary>As the kernel calls it: the product's name, because the gadget names no maker.</summary>
    public const string Name = UsbGadget.Product;

    public const string Id = UsbGadget.Id;

    private const string ScannersSide = "/dev/hidg0";
    private const string Inputs = "/sys/class/input";

    /// <summary>Left shift in the first byte of a report (HID 1.11, 8.3).</summary>
    private const byte Shift = 0x02;

    private const int ReportBytes = 8;

    /// <summary>A report is taken from the gadget every few milliseconds; many times that on the emulated processor.</summary>
    private static readonly TimeSpan TypingLimit = TimeSpan.FromSeconds(120);

    /// <summary>Two reports of a low-speed keyboard (USB 2.0, 5.7.4: at most one every 10 ms).</summary>
    private static readonly TimeSpan BetweenKeys = TimeSpan.FromMilliseconds(20);

    /// <summary>Usage codes of the keyboard page (HID Usage Tables, 10): first code, what its keys type, what they type with shift.</summary>
    private static readonly (byte First, string Plain, string Shifted)[] Keys =
    [
        (0x04, "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
        (0x1E, "1234567890\n", "!@#$%^&*()"),
        (0x2C, " -=[]\\", " _+{}|"),
        (0x33, ";'`,./", ":\"~<>?"),
    ];

    /// <summary>The boot keyboard of HID 1.11, appendix B.1: eight modifiers, a byte of nothing, five lamps, six keys.</summary>
    private static readonly byte[] Descriptor =
    [
        0x05, 0x01, 0x09, 0x06, 0xA1, 0x01,
        0x05, 0x07, 0x19, 0xE0, 0x29, 0xE7, 0x15, 0x00, 0x25, 0x01, 0x75, 0x01, 0x95, 0x08, 0x81, 0x02,
        0x95, 0x01, 0x75, 0x08, 0x81, 0x01,
        0x95, 0x05, 0x75, 0x01, 0x05, 0x08, 0x19, 0x01, 0x29, 0x05, 0x91, 0x02, 0x95, 0x01, 0x75, 0x03, 0x91, 0x01,
        0x95, 0x06, 0x75, 0x08, 0x15, 0x00, 0x25, 0x65, 0x05, 0x07, 0x19, 0x00, 0x29, 0x65, 0x81, 0x00,
        0xC0,
    ];

    private readonly UsbGadget _gadget = new("hid.scan", new Dictionary<string, byte[]>
    {
        ["protocol"] = "1"u8.ToArray(),
        ["subclass"] = "1"u8.ToArray(),
        ["report_length"] = "8"u8.ToArray(),
        ["report_desc"] = Descriptor,
    });

    /// <summary>Its event device; null while there is none.</summary>
    public static string? Node => Directory.GetDirectories(Inputs, "event*").Where(IsOurs)
        .Select(folder => Path.Combine("/dev/input", Path.GetFileName(folder))).FirstOrDefault(File.Exists);

    public bool IsPlugged => _gadget.IsPlugged;

    public Task PlugAsync() => _gadget.PlugAsync(() => Node is not null && File.Exists(ScannersSide), "an event device");

    public Task UnplugAsync() => _gadget.UnplugAsync(() => Node is null && !File.Exists(ScannersSide), "the event device");

    /// <summary>Presses and releases key after key; a line feed is Enter.</summary>
    /// <param name="flood">Without the scanner's pause between keys.</param>
    public static Task TypeAsync(string text, bool flood = false) => Task.Run(async () =>
    {
        await using var keys = new FileStream(ScannersSide, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        using var pause = new PeriodicTimer(BetweenKeys);
        foreach (var letter in text)
        {
            // Blocks until the report before was taken.
            keys.Write(Press(letter));
            keys.Write(new byte[ReportBytes]);
            if (!flood) await pause.WaitForNextTickAsync();
        }
    }).WaitAsync(TypingLimit);

    public void Dispose() => _gadget.Dispose();

    private static byte[] Press(char letter)
    {
        foreach (var (first, plain, shifted) in Keys)
        {
            if (plain.IndexOf(letter, StringComparison.Ordinal) is var at and >= 0) return [0, 0, (byte)(first + at), 0, 0, 0, 0, 0];
            if (shifted.IndexOf(letter, StringComparison.Ordinal) is var above and >= 0) return [Shift, 0, (byte)(first + above), 0, 0, 0, 0, 0];
        }
        throw new ArgumentException($"A US keyboard has no key for U+{(int)letter:X4}.", nameof(letter));
    }

    private static bool IsOurs(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "device/name")).Trim() == Name;
        }
        catch (IOException)
        {
            // Unplugged between the two looks.
            return false;
        }
    }
}
