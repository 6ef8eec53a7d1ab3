using System.Net.Sockets;
using System.Text;
using StudySpot.Testing;

namespace StudySpot.Edge.Tests.Supervision;

/// <summary>systemd's end of NOTIFY_SOCKET: a real datagram socket that keeps what it is told.</summary>
internal sealed class NotifySocket : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
    private readonly List<string> _told = [];

    public NotifySocket(bool isAbstract = false)
    {
        // An abstract name is the machine's, not a folder's: the scratch folder makes it this test's own.
        Address = isAbstract ? $"@{_scratch.Path}" : _scratch.File("notify");
        _socket.Bind(new UnixDomainSocketEndPoint(isAbstract ? '\0' + Address[1..] : Address));
    }

    /// <summary>As NOTIFY_SOCKET has it.</summary>
    public string Address { get; }

    /// <summary>Every datagram so far, its lines joined by <c>; </c>.</summary>
    public IReadOnlyList<string> Told
    {
        get
        {
            Span<byte> buffer = stackalloc byte[4096];
            while (_socket.Available > 0 || _socket.Poll(0, SelectMode.SelectRead)) _told.Add(Encoding.UTF8.GetString(buffer[.._socket.Receive(buffer)]).Replace("\n", "; ", StringComparison.Ordinal));
            return _told;
        }
    }

    public Task UntilToldAsync(string what) => Eventually.TrueAsync(() => Told.Contains(what), $"told '{what}'");

    public void Dispose()
    {
        _socket.Dispose();
        _scratch.Dispose();
    }
}
