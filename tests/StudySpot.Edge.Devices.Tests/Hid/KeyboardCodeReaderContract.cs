using StudySpot.Access;
using StudySpot.Edge.Devices.Hid;
using StudySpot.Edge.Devices.Serial;
using StudySpot.Edge.Devices.Tests.Serial;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Devices.Tests.Hid;

/// <summary>
/// The reader on key events that come through a pseudo-terminal: this kernel has no event devices. Opening and grabbing a
/// real one is shown in StudySpot.Hardware.Tests.
/// </summary>
public sealed class KeyboardCodeReaderContract : CodeReaderContract
{
    protected override async Task<IReaderRig> CreateAsync()
    {
        var rig = new Rig();
        await rig.PlugAsync();
        return rig;
    }

    private sealed class Rig : IReaderRig
    {
        private readonly PseudoTerminal _keys = new();

        public Rig() => Reader = new KeyboardCodeReader(
            new KeyboardOptions("", Direction.Exit), (out fault) => SerialLine.TryOpen(_keys.Device, 9600, out fault), TimeProvider.System);

        public ICodeReader Reader { get; }

        public Task PresentAsync(string text) => _keys.TypeAsync(Keys.Typed(text));

        public Task UnplugAsync() => _keys.UnplugAsync();

        public Task PlugAsync() => _keys.PlugAsync();

        public async ValueTask DisposeAsync()
        {
            await Reader.DisposeAsync();
            await _keys.DisposeAsync();
        }
    }
}
