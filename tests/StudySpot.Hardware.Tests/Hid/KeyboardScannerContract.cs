using StudySpot.Edge.Devices.Tests;

namespace StudySpot.Hardware.Tests.Hid;

/// <summary>A USB scanner that is a keyboard: usbhid and evdev, found by vendor and product, unplugged by its controller.</summary>
public sealed class KeyboardScannerContract : CodeReaderContract
{
    protected override async Task<IReaderRig> CreateAsync() => await KeyboardScannerRig.CreateAsync();
}
