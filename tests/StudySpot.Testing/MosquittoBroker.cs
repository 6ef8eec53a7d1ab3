using System.Globalization;
using System.Net.Sockets;

namespace StudySpot.Testing;

/// <summary>
/// A real mosquitto with TLS and client certificates on a free loopback port, with the product's access list.
/// It can be killed and started again on the same port; retained messages and sessions persist when asked for.
/// </summary>
public sealed class MosquittoBroker : IAsyncDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly string _configuration;
    private RunningProcess? _process;

    private MosquittoBroker(string configuration, bool persistent)
    {
        Certificates = new TestCertificates(_folder.File("certificates"));
        Port = FreePort.Next();
        _configuration = $"""
            per_listener_settings false
            log_dest stderr
            log_type error
            log_type warning
            allow_anonymous false
            set_tcp_nodelay true
            max_queued_messages 1000000
            max_inflight_messages 0
            max_packet_size 8388608
            persistence {(persistent ? "true" : "false")}
            persistence_location {_folder.Path}/
            listener {Port.ToString(CultureInfo.InvariantCulture)} 127.0.0.1
            cafile {Certificates.CaFile}
            certfile {Certificates.ServerCertificateFile}
            keyfile {Certificates.ServerKeyFile}
            require_certificate true
            use_identity_as_username true

            """ + configuration;
    }

    public TestCertificates Certificates { get; }

    public string Host => "localhost";

    public int Port { get; private set; }

    /// <summary>Broker's own log.</summary>
    public string Output => _process?.Output ?? "";

    /// <summary>Starts with the product's access list.</summary>
    public static Task<MosquittoBroker> StartAsync(bool persistent = false) =>
        StartAsync($"acl_file {RepositoryRoot.File("firmware-config/broker/acl")}\n", persistent);

    /// <summary>Starts with extra configuration lines in place of the product's access list.</summary>
    public static async Task<MosquittoBroker> StartAsync(string configuration, bool persistent = false)
    {
        var broker = new MosquittoBroker(configuration, persistent);
        await broker.StartAsync();
        return broker;
    }

    /// <summary>Starts, or starts again on the same port.</summary>
    public async Task StartAsync()
    {
        var file = _folder.File("mosquitto.conf");
        // Root would be changed to the user mosquitto, who cannot read the test's keys.
        await File.WriteAllTextAsync(file, $"user root\n{_configuration}");
        _process = RunningProcess.Start("/usr/sbin/mosquitto", ["-c", file]);
        await Eventually.TrueAsync(async () =>
        {
            if (_process.Process.HasExited) throw new InvalidOperationException($"mosquitto ended:\n{_process.Output}");
            using var socket = new TcpClient();
            try
            {
                await socket.ConnectAsync("127.0.0.1", Port);
                return true;
            }
            catch (SocketException)
            {
                return false;
            }
        }, "mosquitto listens");
    }

    /// <summary>SIGHUP: reads its access list again.</summary>
    public Task ReloadAsync() => _process?.Signal("HUP") ?? throw new InvalidOperationException("The broker does not run.");

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        if (_process is null) return;
        await _process.DisposeAsync();
        _process = null;
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Certificates.Dispose();
        _folder.Dispose();
    }
}
