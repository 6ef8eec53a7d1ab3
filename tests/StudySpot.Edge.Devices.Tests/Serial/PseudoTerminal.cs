using System.Text;
using StudySpot.Testing;

namespace StudySpot.Edge.Devices.Tests.Serial;

/// <summary>A serial line made of two pseudo-terminals joined by socat: one end for the reader, one to type into.</summary>
public sealed class PseudoTerminal : IAsyncDisposable
{
    private readonly ScratchFolder _folder = new();
    private RunningProcess? _socat;
    private FileStream? _keys;

    /// <summary>The reader's end; the name stays over unplugging, as under /dev/serial/by-id.</summary>
    public string Device => _folder.File("scanner");

    private string KeysDevice => _folder.File("keys");

    public async Task PlugAsync()
    {
        _socat = RunningProcess.Start("socat", [$"pty,raw,echo=0,link={Device}", $"pty,raw,echo=0,link={KeysDevice}"]);
        await Eventually.TrueAsync(() => File.Exists(Device) && File.Exists(KeysDevice), "socat made both ends");
        _keys = new FileStream(KeysDevice, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
    }

    public async Task UnplugAsync()
    {
        if (_keys is not null) await _keys.DisposeAsync();
        if (_socat is not null) await _socat.DisposeAsync();
        // Killed, socat leaves its links behind; a real device node goes with the device.
        File.Delete(Device);
        File.Delete(KeysDevice);
        (_keys, _socat) = (null, null);
    }

    public Task TypeAsync(string text) => TypeAsync(Encoding.Latin1.GetBytes(text));

    public async Task TypeAsync(ReadOnlyMemory<byte> bytes) =>
        await (_keys ?? throw new InvalidOperationException("Unplugged.")).WriteAsync(bytes);

    public async ValueTask DisposeAsync()
    {
        await UnplugAsync();
        _folder.Dispose();
    }
}
