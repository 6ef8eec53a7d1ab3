using StudySpot.Access;
using StudySpot.Edge.Devices.Lines;

namespace StudySpot.Edge.Devices.Hid;

/// <summary>A code scanner that is a USB keyboard to the kernel. Held by the gate alone; found again by itself after it was unplugged.</summary>
public sealed class KeyboardCodeReader : LineCodeReader
{
    internal delegate IByteLine? Opener(out string? fault);

    private readonly Opener _open;

    public KeyboardCodeReader(KeyboardOptions options, TimeProvider time) : this(options, (out fault) => KeyboardFinder.TryOpen(options.Device, out fault), time) { }

    /// <param name="open">Opens what gives the key presses.</param>
    internal KeyboardCodeReader(KeyboardOptions options, Opener open, TimeProvider time) : base(options.Name, options.Direction, options.Idle, time) => _open = open;

    private protected override IByteLine? TryOpen(out string? fault) => _open(out fault);

    private protected override ICodeFraming NewFraming() => new KeyFraming();
}

/// <summary>Which keyboard is the scanner.</summary>
/// <param name="Device">
/// Path under <c>/dev/input/</c> (best one under <c>by-id/</c>, ending in <c>-event-kbd</c>), <c>vendor:product</c> in
/// hexadecimal, or the device's name.
/// </param>
public sealed record KeyboardOptions(string Device, Direction Direction)
{
    /// <summary>Stable in faults and events.</summary>
    public string Name { get; init; } = "reader:keyboard";

    /// <summary>
    /// Silence that ends a code without Enter or Tab. A low-speed keyboard reports at most every 10 ms (USB 2.0, 5.7.4), so
    /// two reports for each letter are 20 ms; five letters' time is a pause.
    /// </summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMilliseconds(100);
}
