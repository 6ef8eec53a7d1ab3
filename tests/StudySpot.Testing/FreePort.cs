using System.Net;
using System.Net.Sockets;

namespace StudySpot.Testing;

/// <summary>Loopback ports nobody listens on.</summary>
public static class FreePort
{
    /// <summary>A port that was free a moment ago. Another process may take it before it is used: start the server, and take another when it fails.</summary>
    public static int Next()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
