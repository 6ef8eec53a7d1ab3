using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using StudySpot.Cloud.Data;
using StudySpot.Testing;

namespace StudySpot.EndToEnd.Tests;

/// <summary>
/// The whole system as processes of their own: PostgreSQL, mosquitto, Api, Ingest, and as many gates as a test starts.
/// Seeded like the demo. Nothing is called inside the processes; tests use pages, wires and HTTP.
/// </summary>
public sealed class RunningSystem : IAsyncDisposable
{
    private readonly ScratchFolder _folder = new();
    private readonly Dictionary<string, string?> _apiEnvironment = [];
    private readonly Dictionary<string, string?> _ingestEnvironment = [];
    private readonly int _apiPort = FreePort.Next();
    private readonly int _ingestPort = FreePort.Next();
    private RunningProcess? _api;
    private RunningProcess? _ingest;
    private string _database = "";

    private RunningSystem(PostgresCluster postgres, MosquittoBroker broker)
    {
        Postgres = postgres;
        Broker = broker;
        Http = new HttpClient { BaseAddress = new Uri(ApiUrl), Timeout = TimeSpan.FromSeconds(30) };
    }

    public PostgresCluster Postgres { get; }
    public MosquittoBroker Broker { get; }
    public HttpClient Http { get; }
    public Uri Api => new(ApiUrl);
    public string ApiUrl => Url(_apiPort);
    /// <summary>Bundle of the seeded gate.</summary>
    public string SeededBundle => _folder.File("seed/gate.json");
    public Login Owner { get; private set; } = new("", "");
    public Login Student { get; private set; } = new("", "");
    public string ApiOutput => _api?.Output ?? "";
    public string IngestOutput => _ingest?.Output ?? "";

    /// <param name="demoGateUrl">Control address of a simulated gate the pass page may present codes to.</param>
    public static async Task<RunningSystem> StartAsync(bool durable = false, string? demoGateUrl = null)
    {
        var system = new RunningSystem(await PostgresCluster.StartAsync(durable), await MosquittoBroker.StartAsync(persistent: true));
        try
        {
            await system.PrepareAsync(demoGateUrl);
            await system.StartApiAsync();
            await system.StartIngestAsync();
            await system.SeedAsync();
            return system;
        }
        catch
        {
            await system.DisposeAsync();
            throw;
        }
    }

    /// <summary>Address of a loopback port.</summary>
    public static string Url(int port) => $"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}";

    /// <summary>The executable of a product project, as the solution build made it.</summary>
    public static string Executable(string project)
    {
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Parent!.Name;
        var file = RepositoryRoot.File($"{project}/bin/{configuration}/net10.0/{Path.GetFileName(project)}");
        return File.Exists(file) ? file : throw new InvalidOperationException($"{project} is not built: run dotnet build StudySpot.sln first.");
    }

    public string Scratch(string name) => _folder.File(name);

    public async Task StartApiAsync()
    {
        _api = RunningProcess.Start(Executable("cloud/StudySpot.Cloud.Api"), [], _apiEnvironment);
        await ReadyAsync(_api, _apiPort, "Api");
    }

    public async Task StartIngestAsync()
    {
        _ingest = RunningProcess.Start(Executable("cloud/StudySpot.Cloud.Ingest"), [], _ingestEnvironment);
        await ReadyAsync(_ingest, _ingestPort, "Ingest");
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillIngestAsync()
    {
        if (_ingest is not null) await _ingest.DisposeAsync();
        _ingest = null;
    }

    /// <summary>Starts Ingest without waiting for it to be ready: its database or broker may be down just now.</summary>
    public void StartIngestUnattended() => _ingest = RunningProcess.Start(Executable("cloud/StudySpot.Cloud.Ingest"), [], _ingestEnvironment);

    public bool IngestEnded => _ingest is null || _ingest.Process.HasExited;

    /// <summary>Signs in over HTTP and keeps the token for later calls.</summary>
    public async Task SignInAsOwnerAsync()
    {
        using var answer = await Http.PostAsJsonAsync("/api/v1/auth/sign-in", new { organisation = "sunrise", login = Owner.Name, password = Owner.Password });
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", body.GetProperty("accessToken").GetString());
    }

    /// <summary>Registers a gate as an owner does and returns the file an installer would copy to it.</summary>
    public async Task<RegisteredGate> RegisterGateAsync(string name)
    {
        var halls = await Http.GetFromJsonAsync<JsonElement>("/api/v1/halls");
        var hall = halls.GetProperty("items")[0].GetProperty("hallId").GetGuid();
        using var answer = await Http.PostAsJsonAsync("/api/v1/gates", new { hallId = hall, name });
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        var bundle = body.GetProperty("bundle");
        var file = Scratch($"{bundle.GetProperty("gateId").GetGuid():N}.json");
        await File.WriteAllTextAsync(file, bundle.GetRawText());
        return new RegisteredGate(bundle.GetProperty("gateId").GetGuid(), file);
    }

    /// <summary>A connection that sees every tenant's rows, for checking what the cloud holds.</summary>
    public async Task<NpgsqlConnection> OpenAsSuperuserAsync()
    {
        var connection = new NpgsqlConnection(Postgres.Superuser(_database));
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>One value out of the database, past every row policy.</summary>
    public async Task<T> OneAsync<T>(string sql)
    {
        await using var connection = await OpenAsSuperuserAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>The gate of <see cref="SeededBundle"/>.</summary>
    public async Task<Guid> SeededGateAsync() =>
        JsonDocument.Parse(await File.ReadAllTextAsync(SeededBundle)).RootElement.GetProperty("gateId").GetGuid();

    /// <summary>The owner, who is signed in, lets faces open a gate.</summary>
    public async Task AllowFacesAsync(Guid gate)
    {
        using var answer = await Http.PutAsJsonAsync($"/api/v1/gates/{gate}/policy", new { faceAllowed = true });
        answer.EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_ingest is not null) await _ingest.DisposeAsync();
        if (_api is not null) await _api.DisposeAsync();
        await Broker.DisposeAsync();
        await Postgres.DisposeAsync();
        _folder.Dispose();
    }

    private async Task PrepareAsync(string? demoGateUrl)
    {
        _database = await Postgres.CreateDatabaseAsync("studyspot");
        await using (var superuser = NpgsqlDataSource.Create(Postgres.Superuser(_database)))
        {
            await Migrator.EnsureRolesAsync(superuser, new RolePasswords(Secret(), Secret(), Secret()), CancellationToken.None);
        }
        var (apiCertificate, apiKey) = Broker.Certificates.Client("studyspot-api");
        var (ingestCertificate, ingestKey) = Broker.Certificates.Client("studyspot-ingest");
        await File.WriteAllTextAsync(Scratch("master.key"), Convert.ToBase64String(RandomNumberGenerator.GetBytes(32)));
        using (var token = ECDsa.Create(ECCurve.NamedCurves.nistP256)) await File.WriteAllTextAsync(Scratch("token.key"), token.ExportPkcs8PrivateKeyPem());
        await File.WriteAllTextAsync(Scratch("none.password"), "trusted-on-loopback");

        var brokerPort = Broker.Port.ToString(CultureInfo.InvariantCulture);
        foreach (var environment in new[] { _apiEnvironment, _ingestEnvironment })
        {
            environment["STUDYSPOT_MQTT_HOST"] = Broker.Host;
            environment["STUDYSPOT_MQTT_PORT"] = brokerPort;
            environment["STUDYSPOT_MQTT_CA"] = Broker.Certificates.CaFile;
            environment["STUDYSPOT_DATABASE_PASSWORD_FILE"] = Scratch("none.password");
        }
        _ingestEnvironment["STUDYSPOT_DATABASE"] = Postgres.As("studyspot_ingest", _database);
        _ingestEnvironment["STUDYSPOT_MQTT_CERTIFICATE"] = ingestCertificate;
        _ingestEnvironment["STUDYSPOT_MQTT_KEY"] = ingestKey;
        _ingestEnvironment["STUDYSPOT_URLS"] = Url(_ingestPort);
        _apiEnvironment["STUDYSPOT_DATABASE"] = Postgres.As("studyspot_app", _database);
        _apiEnvironment["STUDYSPOT_OWNER_DATABASE"] = Postgres.As("studyspot_owner", _database);
        _apiEnvironment["STUDYSPOT_OWNER_DATABASE_PASSWORD_FILE"] = Scratch("none.password");
        _apiEnvironment["STUDYSPOT_MQTT_CERTIFICATE"] = apiCertificate;
        _apiEnvironment["STUDYSPOT_MQTT_KEY"] = apiKey;
        _apiEnvironment["STUDYSPOT_URLS"] = ApiUrl;
        _apiEnvironment["STUDYSPOT_MASTER_KEY_FILE"] = Scratch("master.key");
        _apiEnvironment["STUDYSPOT_TOKEN_KEY_FILE"] = Scratch("token.key");
        _apiEnvironment["STUDYSPOT_GATE_CA_CERTIFICATE"] = Broker.Certificates.CaFile;
        _apiEnvironment["STUDYSPOT_GATE_CA_KEY"] = Broker.Certificates.CaKeyFile;
        _apiEnvironment["STUDYSPOT_GATE_BROKER_HOST"] = Broker.Host;
        _apiEnvironment["STUDYSPOT_GATE_BROKER_PORT"] = brokerPort;
        _apiEnvironment["STUDYSPOT_WEB_ROOT"] = RepositoryRoot.File("cloud/dashboard/dist");
        if (demoGateUrl is not null) _apiEnvironment["STUDYSPOT_DEMO_GATE_URL"] = demoGateUrl;
        await RunningProcess.RunAsync(Executable("cloud/StudySpot.Cloud.Api"), ["migrate"], _apiEnvironment);
    }

    private async Task SeedAsync()
    {
        await RunningProcess.RunAsync(Executable("cloud/StudySpot.Cloud.Api"), ["seed-demo", "--out", _folder.File("seed")], _apiEnvironment);
        using var credentials = JsonDocument.Parse(await File.ReadAllTextAsync(_folder.File("seed/credentials.json")));
        Owner = Read("owner");
        Student = Read("student");

        Login Read(string who) => new(
            credentials.RootElement.GetProperty(who).GetProperty("login").GetString()!,
            credentials.RootElement.GetProperty(who).GetProperty("password").GetString()!);
    }

    private static async Task ReadyAsync(RunningProcess process, int port, string name)
    {
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        await Eventually.TrueAsync(async () =>
        {
            if (process.Process.HasExited) throw new InvalidOperationException($"{name} ended with {process.Process.ExitCode}:\n{process.Output}");
            try
            {
                using var answer = await http.GetAsync(new Uri($"{Url(port)}/health/ready"));
                return answer.IsSuccessStatusCode;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                return false;
            }
        }, $"{name} is ready", TimeSpan.FromSeconds(60));
    }

    private static string Secret() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
}

/// <summary>What a person types to sign in.</summary>
public sealed record Login(string Name, string Password);

/// <summary>A gate the cloud knows and the bundle for it.</summary>
public sealed record RegisteredGate(Guid GateId, string BundleFile);
