using StudySpot.Access;
using StudySpot.Edge.Devices.Lines;

namespace StudySpot.Edge.Devices.Serial;

/// <summary>A code scanner on a serial line (USB CDC, USB-serial or UART). Opens again by itself after it was unplugged.</summary>
public sealed class SerialCodeReader(SerialOptions options, TimeProvider time) : LineCodeReader(options.Name, options.Direction, options.Idle, time)
{
    private protected override IByteLine? TryOpen(out string? fault) => SerialLine.TryOpen(options.Path, options.Baud, out fault);

    private protected override ICodeFraming NewFraming() => new CodeFraming();
}

/// <summary>Where a serial scanner is.</summary>
/// <param name="Path">Device, such as <c>/dev/serial/by-id/…</c>: that name stays the same when it is plugged in again.</param>
/// <param name="Baud">Bits a second; USB CDC scanners ignore it.</param>
public sealed record SerialOptions(string Path, int Baud, Direction Direction)
{
    /// <summary>Stable in faults and events.</summary>
    public string Name { get; init; } = "reader:serial";

    /// <summary>
    /// Silence that ends a code without line end: three times the 16 ms for which FTDI's USB-serial chips hold back an
    /// incomplete packet (AN232B-04, latency timer), rounded up.
    /// </summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMilliseconds(50);
}
