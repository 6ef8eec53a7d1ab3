using System.Net.Sockets;
using System.Text;

namespace StudySpot.VirtualGate.Machine;

/// <summary>The host's end of a character device that QEMU offers as a unix socket.</summary>
internal sealed class UnixLine : IDisposable
{
    private readonly NetworkStream _stream;
    private readonly StreamReader _reader;

    private UnixLine(Socket socket)
    {
        _stream = new NetworkStream(socket, ownsSocket: true);
        _reader = new StreamReader(_stream, Encoding.UTF8);
    }

    /// <summary>Connects as soon as QEMU listens.</summary>
    /// <exception cref="TimeoutException">It did not within 20 s: the machine probably did not start.</exception>
    public static async Task<UnixLine> ConnectAsync(string path, TimeProvider time)
    {
        var began = time.GetTimestamp();
        while (true)
        {
            var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            try
            {
                await socket.ConnectAsync(new UnixDomainSocketEndPoint(path));
                return new UnixLine(socket);
            }
            catch (SocketException e)
            {
                socket.Dispose();
                if (time.GetElapsedTime(began) > TimeSpan.FromSeconds(20)) throw new TimeoutException($"QEMU does not listen on {path}", e);
                await Task.Delay(TimeSpan.FromMilliseconds(20), time);
            }
        }
    }

    public async Task WriteAsync(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes);

    public Task WriteLineAsync(string line) => WriteAsync(Encoding.UTF8.GetBytes(line + "\n"));

    /// <summary>The next line; null when the machine is gone.</summary>
    public async Task<string?> ReadLineAsync()
    {
        try
        {
            return await _reader.ReadLineAsync();
        }
        catch (IOException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        _reader.Dispose();
        _stream.Dispose();
    }
}
