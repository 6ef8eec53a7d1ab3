using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Microsoft.Extensions.Logging;

namespace StudySpot.Edge.Supervision;

/// <summary>
/// Tells systemd how the gate is, by the datagrams of sd_notify(3). Never blocks and never fails the gate: what cannot be
/// delivered is dropped, and systemd acts on the silence. Safe for concurrent use.
/// </summary>
internal sealed class ServiceManager : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified) { Blocking = false };
    private readonly UnixDomainSocketEndPoint _address;
    private readonly ILogger _log;
    private int _complained;

    private ServiceManager(string address, bool watches, ILogger log)
    {
        // A leading @ stands for the zero byte of an abstract socket (sd_notify(3), NOTIFY_SOCKET).
        _address = new UnixDomainSocketEndPoint(address[0] == '@' ? '\0' + address[1..] : address);
        Watches = watches;
        _log = log;
    }

    /// <summary>Systemd ends and restarts a gate that it does not hear of for WatchdogSec.</summary>
    public bool Watches { get; }

    /// <summary>Null when nobody asked to be told: the process was not started by systemd, or not as Type=notify.</summary>
    /// <param name="environment">Answers null for what is not set.</param>
    public static ServiceManager? Find(Func<string, string?> environment, ILogger log)
    {
        if (environment("NOTIFY_SOCKET") is not { Length: > 1 } address) return null;
        if (address[0] is not ('/' or '@'))
        {
            // systemd also knows vsock:, for virtual machines that tell their host; a gate is not one.
            log.LogWarning("NOTIFY_SOCKET is neither a path nor an abstract name; systemd is not told how the gate is");
            return null;
        }
        return new ServiceManager(address, IsWatched(environment), log);
    }

    public void Ready(string status) => Send($"READY=1\nSTATUS={OneLine(status)}");

    public void Status(string status) => Send($"STATUS={OneLine(status)}");

    public void Alive() => Send("WATCHDOG=1");

    public void Stopping() => Send("STOPPING=1\nSTATUS=stopping");

    public void Dispose() => _socket.Dispose();

    /// <summary>By sd_watchdog_enabled(3): a time is set, and set for this process.</summary>
    private static bool IsWatched(Func<string, string?> environment)
    {
        var set = ulong.TryParse(environment("WATCHDOG_USEC"), NumberStyles.None, CultureInfo.InvariantCulture, out var microseconds) && microseconds > 0;
        var pid = environment("WATCHDOG_PID");
        return set && (string.IsNullOrEmpty(pid) || pid == Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
    }

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private void Send(string state)
    {
        try
        {
            _socket.SendTo(Encoding.UTF8.GetBytes(state), _address);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            if (Interlocked.Exchange(ref _complained, 1) == 0) _log.LogWarning("systemd cannot be told how the gate is: {Why}", e.Message);
        }
    }
}
