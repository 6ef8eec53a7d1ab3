using System.Globalization;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace StudySpot.Edge.Tests.Setup;

/// <summary>A cloud that answers as a test says; the real one is asked in the end-to-end tests.</summary>
public sealed class StandInCloud : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly X509Certificate2? _certificate;
    private readonly Task _loop;

    /// <param name="certificate">For TLS; null for plain HTTP.</param>
    public StandInCloud(X509Certificate2? certificate = null)
    {
        _certificate = certificate;
        _listener.Start();
        _loop = ServeAsync();
    }

    public Uri Address => new($"{(_certificate is null ? "http" : "https")}://localhost:{((IPEndPoint)_listener.LocalEndpoint).Port.ToString(CultureInfo.InvariantCulture)}");

    /// <summary>What <c>/api/v1/time</c> says.</summary>
    public string Time { get; set; } = "{}";

    /// <summary>Status line and body of <c>/api/v1/claims</c>; null hangs up after the request.</summary>
    public (string Status, string Body)? Claim { get; set; }

    /// <summary>What was asked of <c>/api/v1/claims</c>.</summary>
    public List<string> Claims { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                await using var stream = await OpenAsync(client);
                await AnswerAsync(stream);
            }
            catch (Exception e) when (e is OperationCanceledException or IOException or SocketException or AuthenticationException)
            {
                // The other side went away, as some tests want it to; or the test is over.
            }
        }
    }

    private async Task<Stream> OpenAsync(TcpClient client)
    {
        if (_certificate is null) return client.GetStream();
        var tls = new SslStream(client.GetStream());
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _stop.Token);
        return tls;
    }

    private async Task AnswerAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var first = await reader.ReadLineAsync(_stop.Token) ?? "";
        var chunked = false;
        while (await reader.ReadLineAsync(_stop.Token) is { Length: > 0 } header) chunked |= header.Contains("chunked", StringComparison.OrdinalIgnoreCase);
        var answer = ("200 OK", Time);
        if (first.StartsWith("POST /api/v1/claims ", StringComparison.Ordinal))
        {
            var body = new StringBuilder();
            while (chunked && await reader.ReadLineAsync(_stop.Token) is { } line && line != "0") body.Append(line);
            Claims.Add(body.ToString());
            if (Claim is not { } said) return;
            answer = said;
        }
        await stream.WriteAsync(Encoding.UTF8.GetBytes($"HTTP/1.1 {answer.Item1}\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {Encoding.UTF8.GetByteCount(answer.Item2)}\r\n\r\n{answer.Item2}"), _stop.Token);
    }
}
