using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using StudySpot.Testing;

namespace StudySpot.EndToEnd.Tests;

/// <summary>One gate: the simulator executable with real decision, storage, sync and readers.</summary>
public sealed class GateProcess : IAsyncDisposable
{
    private readonly Dictionary<string, string?> _environment;
    private readonly HttpClient _http;
    private readonly string _data;
    private RunningProcess? _process;

    /// <param name="camera">ffmpeg input; null leaves the simulator's own scene.</param>
    /// <param name="faces">Recognises faces too, with the models that the test run installed.</param>
    public GateProcess(string bundle, string dataFolder, string? serial, string? camera = null, string? demoOrigin = null, int? port = null, bool faces = false)
    {
        var control = Url = RunningSystem.Url(port ?? FreePort.Next());
        _data = dataFolder;
        _http = new HttpClient { BaseAddress = new Uri(control), Timeout = TimeSpan.FromSeconds(10) };
        _environment = new Dictionary<string, string?>
        {
            ["STUDYSPOT_GATE_BUNDLE"] = bundle,
            ["STUDYSPOT_GATE_DATA"] = dataFolder,
            ["STUDYSPOT_GATE_SERIAL"] = serial ?? "",
            ["STUDYSPOT_GATE_CONTROL_URL"] = control,
            ["STUDYSPOT_DEMO_ORIGIN"] = demoOrigin,
        };
        if (camera is not null) _environment["STUDYSPOT_GATE_CAMERA"] = camera;
        if (!faces) return;
        _environment["STUDYSPOT_GATE_FACE"] = "on";
        _environment["STUDYSPOT_GATE_FACE_MODELS"] = RepositoryRoot.File(".state/models");
    }

    public int Id => _process?.Id ?? throw new InvalidOperationException("The gate does not run.");

    public string Output => _process?.Output ?? "";

    public HttpClient Control => _http;

    /// <summary>Address of its control endpoint and of its screen.</summary>
    public string Url { get; }

    /// <summary>The gate's own database.</summary>
    public string DatabaseFile => Directory.GetFiles(_data, "*.db").Single();

    /// <summary>Where its sealed faces are.</summary>
    public string FacesFile => Path.Combine(_data, "faces.db");

    public async Task StartAsync()
    {
        _process = RunningProcess.Start(RunningSystem.Executable("edge/StudySpot.Edge.Simulator"), [], _environment);
        await Eventually.TrueAsync(async () =>
        {
            if (_process.Process.HasExited) throw new InvalidOperationException($"The gate ended with {_process.Process.ExitCode.ToString(CultureInfo.InvariantCulture)}:\n{_process.Output}");
            return await TryStateAsync() is not null;
        }, "the gate answers", TimeSpan.FromSeconds(60));
    }

    /// <summary>SIGKILL: the power goes.</summary>
    public async Task KillAsync()
    {
        if (_process is not null) await _process.DisposeAsync();
        _process = null;
    }

    public async Task<int> StopAsync()
    {
        var code = await _process!.StopAsync();
        _process = null;
        return code;
    }

    public Task<JsonElement> StateAsync() => _http.GetFromJsonAsync<JsonElement>("/state");

    /// <summary>Waits for something in the state page.</summary>
    public Task AwaitAsync(Func<JsonElement, bool> condition, string what, TimeSpan? within = null) =>
        Eventually.TrueAsync(async () => await TryStateAsync() is { } state && condition(state), what, within);

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _http.Dispose();
    }

    private async Task<JsonElement?> TryStateAsync()
    {
        try
        {
            return await StateAsync();
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException)
        {
            return null;
        }
    }
}
