using System.Text;
using StudySpot.Access;
using StudySpot.Edge.Devices.Serial;
using StudySpot.Edge.Devices.Tests;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Hardware.Tests.Stage;

namespace StudySpot.Hardware.Tests.Serial;

/// <summary>A USB scanner of the communication class (GM65 and most others): cdc-acm, the scanner's side typed through the gadget's own line.</summary>
public sealed class AcmScannerContract : CodeReaderContract
{
    protected override async Task<IReaderRig> CreateAsync()
    {
        var rig = new Rig();
        await rig.PlugAsync();
        return rig;
    }

    private sealed class Rig : IReaderRig
    {
        private const string Node = "/dev/ttyACM0";
        private const string ScannersSide = "/dev/ttyGS0";

        private readonly UsbGadget _scanner = new("acm.scan");

        public ICodeReader Reader { get; } = new SerialCodeReader(new SerialOptions(Node, 9600, Direction.Exit), TimeProvider.System);

        public async Task PresentAsync(string text)
        {
            await using var keys = new FileStream(ScannersSide, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
            await keys.WriteAsync(Encoding.Latin1.GetBytes(text + "\r"));
        }

        public Task PlugAsync() => _scanner.PlugAsync(Node);

        public Task UnplugAsync() => _scanner.UnplugAsync(Node);

        public async ValueTask DisposeAsync()
        {
            await Reader.DisposeAsync();
            _scanner.Dispose();
        }
    }
}
