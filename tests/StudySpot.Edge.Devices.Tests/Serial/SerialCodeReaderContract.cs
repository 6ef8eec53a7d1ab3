using StudySpot.Access;
using StudySpot.Edge.Devices.Serial;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Devices.Tests.Serial;

public sealed class SerialCodeReaderContract : CodeReaderContract
{
    protected override async Task<IReaderRig> CreateAsync()
    {
        var rig = new Rig();
        await rig.PlugAsync();
        return rig;
    }

    private sealed class Rig : IReaderRig
    {
        private readonly PseudoTerminal _line = new();

        public Rig() => Reader = new SerialCodeReader(new SerialOptions(_line.Device, 9600, Direction.Exit), TimeProvider.System);

        public ICodeReader Reader { get; }

        public Task PresentAsync(string text) => _line.TypeAsync(text + "\r");

        public Task UnplugAsync() => _line.UnplugAsync();

        public Task PlugAsync() => _line.PlugAsync();

        public async ValueTask DisposeAsync()
        {
            await Reader.DisposeAsync();
            await _line.DisposeAsync();
        }
    }
}
