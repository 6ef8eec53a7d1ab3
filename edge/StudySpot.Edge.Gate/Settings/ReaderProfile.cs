using StudySpot.Access;

namespace StudySpot.Edge.Gate.Settings;

/// <summary>A scanner.</summary>
public sealed record ReaderProfile
{
    /// <summary>Stable name in faults and events, such as <c>reader:serial</c>; no two are alike.</summary>
    public required string Name { get; init; }

    public required ReaderKind Kind { get; init; }

    /// <summary>
    /// Serial: device path, best one under <c>/dev/serial/by-id/</c>. Keyboard: path under <c>/dev/input/</c>,
    /// <c>vendor:product</c> in hexadecimal, or the device's name.
    /// </summary>
    public required string Device { get; init; }

    /// <summary>Side of the gate it stands on.</summary>
    public Direction Direction { get; init; }

    /// <summary>Bits a second; serial only, USB CDC scanners ignore it.</summary>
    public int Baud { get; init; } = 9600;

    /// <summary>Silence that ends a code without a line end; null for the driver's own.</summary>
    public TimeSpan? Idle { get; init; }
}

public enum ReaderKind
{
    /// <summary>USB CDC, USB-serial chip or UART.</summary>
    Serial,
    /// <summary>USB HID keyboard.</summary>
    Keyboard,
}
