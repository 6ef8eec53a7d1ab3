using System.Net.Http.Json;
using System.Text.Json;
using StudySpot.Contracts;
using StudySpot.Testing;

namespace StudySpot.Edge.Simulator.Tests;

/// <summary>The simulator's executable with a bundle whose broker nobody runs.</summary>
public sealed class GateProcess : IAsyncDisposable
{
    private readonly ScratchFolder _folder = new();
    private RunningProcess? _process;

    public GateProcess()
    {
        var control = new Uri($"http://127.0.0.1:{FreePort.Next()}/");
        Http = new HttpClient { BaseAddress = control, Timeout = TimeSpan.FromSeconds(20) };
        Environment = new Dictionary<string, string?>
        {
            ["STUDYSPOT_GATE_BUNDLE"] = _folder.File("gate.json"),
            ["STUDYSPOT_GATE_DATA"] = _folder.File("data"),
            ["STUDYSPOT_GATE_SERIAL"] = "",
            ["STUDYSPOT_GATE_CONTROL_URL"] = control.ToString(),
            ["STUDYSPOT_DEMO_ORIGIN"] = "http://127.0.0.1:5080",
        };
        File.WriteAllBytes(_folder.File("gate.json"), JsonSerializer.SerializeToUtf8Bytes(Bundle(), ContractsJson.Default.ProvisioningBundle));
    }

    public HttpClient Http { get; }

    public Dictionary<string, string?> Environment { get; }

    public string DataFolder => _folder.File("data");

    public RunningProcess Process => _process ?? throw new InvalidOperationException("Not started.");

    /// <summary>A bundle that is well formed; its certificates are for show.</summary>
    public static ProvisioningBundle Bundle()
    {
        const string pem = "-----BEGIN CERTIFICATE-----\nMA==\n-----END CERTIFICATE-----\n";
        static Guid Id(byte last) => new([1, 0, 0, 0, 0, 0, 0, 0x70, 0x80, 0, 0, 0, 0, 0, 0, last]);
        return new ProvisioningBundle
        {
            TenantId = Id(1), HallId = Id(2), GateId = Id(3), DeviceId = "gate-1", BrokerHost = "127.0.0.1", BrokerPort = 1,
            CaCertificatePem = pem, CertificatePem = pem, PrivateKeyPem = pem, IssuerKeys = [new byte[32]],
        };
    }

    public static string Executable(string name) => Path.Combine(AppContext.BaseDirectory, name);

    public async Task StartAsync()
    {
        _process = RunningProcess.Start(Executable("StudySpot.Edge.Simulator"), [], Environment);
        await Eventually.TrueAsync(async () =>
        {
            if (_process.Process.HasExited) throw new InvalidOperationException($"The gate ended:\n{_process.Output}");
            try
            {
                await StateAsync();
                return true;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, "the gate answers", TimeSpan.FromSeconds(60));
    }

    public Task<JsonElement> StateAsync() => Http.GetFromJsonAsync<JsonElement>("/state");

    public Task AwaitAsync(Func<JsonElement, bool> condition, string what) =>
        Eventually.TrueAsync(async () => condition(await StateAsync()), what);

    public async ValueTask DisposeAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        Http.Dispose();
        _folder.Dispose();
    }
}
