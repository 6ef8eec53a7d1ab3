using System.Net.Sockets;
using System.Text;
using StudySpot.Testing;

namespace StudySpot.Package.Tests;

/// <summary>The host's end of one of the machine's serial ports.</summary>
internal sealed class SerialSocket : IDisposable
{
    private readonly Socket _socket;
    private readonly StringBuilder _heard = new();
    private readonly Lock _gate = new();

    private SerialSocket(Socket socket)
    {
        _socket = socket;
        _ = ListenAsync();
    }

    /// <summary>Everything the guest wrote so far.</summary>
    public string Heard
    {
        get { lock (_gate) return _heard.ToString(); }
    }

    /// <summary>Connects as soon as QEMU listens.</summary>
    public static async Task<SerialSocket> ConnectAsync(string path)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }, $"QEMU listens on {path}");
        return new SerialSocket(socket);
    }

    public async Task WriteAsync(string text) => await _socket.SendAsync(Encoding.Latin1.GetBytes(text));

    public void Dispose() => _socket.Dispose();

    private async Task ListenAsync()
    {
        var buffer = new byte[4096];
        try
        {
            while (await _socket.ReceiveAsync(buffer) is var read and > 0)
            {
                lock (_gate) _heard.Append(Encoding.UTF8.GetString(buffer, 0, read));
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The machine ended.
        }
    }
}
