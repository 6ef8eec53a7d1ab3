using StudySpot.Access;
using StudySpot.Edge.Devices.Serial;
using StudySpot.Edge.Devices.Tests;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Hardware.Tests.Stage;
using StudySpot.Testing;

namespace StudySpot.Hardware.Tests.Serial;

/// <summary>A scanner behind an FTDI chip: QEMU's device, the kernel's ftdi_sio, its plug pulled from outside.</summary>
public sealed class FtdiScannerContract : CodeReaderContract
{
    protected override async Task<IReaderRig> CreateAsync()
    {
        var rig = new Rig();
        await rig.PlugAsync();
        return rig;
    }

    private sealed class Rig : IReaderRig
    {
        private const string Node = "/dev/ttyUSB0";

        public ICodeReader Reader { get; } = new SerialCodeReader(new SerialOptions(Node, 9600, Direction.Exit), TimeProvider.System);

        public Task PresentAsync(string text) => Outside.TypeAsync("usb", text + "\r");

        public async Task PlugAsync()
        {
            await Outside.PlugAsync("usb");
            await Eventually.TrueAsync(() => File.Exists(Node), $"the kernel made {Node}");
        }

        public async Task UnplugAsync()
        {
            await Outside.UnplugAsync("usb");
            await Eventually.TrueAsync(() => !File.Exists(Node), $"{Node} is gone");
        }

        public async ValueTask DisposeAsync()
        {
            await Reader.DisposeAsync();
            if (File.Exists(Node)) await UnplugAsync();
        }
    }
}
