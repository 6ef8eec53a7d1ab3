using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Npgsql;
using StudySpot.Cloud.Api.Hosting;
using StudySpot.Cloud.Data;
using StudySpot.Testing;

[assembly: AssemblyFixture(typeof(StudySpot.Cloud.Api.Tests.ApiFixture))]

namespace StudySpot.Cloud.Api.Tests;

/// <summary>
/// A real PostgreSQL, a real mosquitto and the Api on a loopback port, with two tenants. Tests share it and therefore
/// only add: who needs another clock starts a further host on the same database.
/// </summary>
public sealed class ApiFixture : IAsyncLifetime
{
    private readonly ScratchFolder _folder = new();
    private PostgresCluster _postgres = null!;
    private MosquittoBroker _broker = null!;
    private string _database = null!;

    /// <summary>Everything the Api logged.</summary>
    public CapturedLog Log { get; } = new();

    public RunningApi Api { get; private set; } = null!;

    public TestTenant Own { get; private set; } = null!;

    /// <summary>Another tenant with the same kinds of things.</summary>
    public TestTenant Foreign { get; private set; } = null!;

    public IReadOnlyDictionary<string, string?> Environment { get; private set; } = null!;

    public string Database(string role) => _postgres.As(role, _database);

    public async ValueTask InitializeAsync()
    {
        var postgres = PostgresCluster.StartAsync();
        var broker = MosquittoBroker.StartAsync();
        (_postgres, _broker) = (await postgres, await broker);
        _database = await _postgres.CreateDatabaseAsync("api");
        await using (var superuser = NpgsqlDataSource.Create(_postgres.Superuser(_database)))
            await Migrator.EnsureRolesAsync(superuser, new RolePasswords("unused", "unused", "unused"), TestContext.Current.CancellationToken);
        await using (var owner = NpgsqlDataSource.Create(Database("studyspot_owner")))
            await new Migrator(owner, TimeProvider.System).MigrateAsync(TestContext.Current.CancellationToken);
        Environment = WriteSettings();
        Api = await StartOnBrokerAsync();
        Own = await TestTenant.CreateAsync(this, "own-hall");
        Foreign = await TestTenant.CreateAsync(this, "foreign-hall");
    }

    /// <summary>An Api on the same database and broker: it takes its share of what gates ask.</summary>
    public Task<RunningApi> StartOnBrokerAsync() => RunAsync(TimeProvider.System, Environment);

    /// <summary>
    /// A further Api on the same database with a clock of its own. Its broker is away: otherwise gates of other tests would be
    /// answered by its clock, or not at all while it stops.
    /// </summary>
    public Task<RunningApi> StartAsync(TimeProvider time, IReadOnlyDictionary<string, string?>? changes = null)
    {
        var settings = new Dictionary<string, string?>(Environment)
        {
            ["STUDYSPOT_MQTT_PORT"] = FreePort.Next().ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        foreach (var (key, value) in changes ?? new Dictionary<string, string?>()) settings[key] = value;
        return RunAsync(time, settings);
    }

    private async Task<RunningApi> RunAsync(TimeProvider time, IReadOnlyDictionary<string, string?> environment)
    {
        var app = ApiHost.Build(ApiSettings.Read(new Settings(key => environment.GetValueOrDefault(key))), builder =>
        {
            builder.Logging.ClearProviders().AddProvider(Log).SetMinimumLevel(LogLevel.Debug);
            builder.Services.Replace(ServiceDescriptor.Singleton(time));
        });
        await app.StartAsync();
        return new RunningApi(app);
    }

    public async ValueTask DisposeAsync()
    {
        await Api.DisposeAsync();
        await _broker.DisposeAsync();
        await _postgres.DisposeAsync();
        _folder.Dispose();
    }

    private Dictionary<string, string?> WriteSettings()
    {
        var (certificate, key) = _broker.Certificates.Client("studyspot-api");
        using var tokenKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new Dictionary<string, string?>
        {
            ["STUDYSPOT_DATABASE"] = Database("studyspot_app").Replace(";Include Error Detail=true", "", StringComparison.Ordinal),
            ["STUDYSPOT_DATABASE_PASSWORD_FILE"] = Write("password", "unused"),
            ["STUDYSPOT_OWNER_DATABASE"] = Database("studyspot_owner"),
            ["STUDYSPOT_OWNER_DATABASE_PASSWORD_FILE"] = Write("owner-password", "unused"),
            ["STUDYSPOT_MQTT_HOST"] = _broker.Host,
            ["STUDYSPOT_MQTT_PORT"] = _broker.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["STUDYSPOT_MQTT_CA"] = _broker.Certificates.CaFile,
            ["STUDYSPOT_MQTT_CERTIFICATE"] = certificate,
            ["STUDYSPOT_MQTT_KEY"] = key,
            ["STUDYSPOT_URLS"] = "http://127.0.0.1:0",
            ["STUDYSPOT_MASTER_KEY_FILE"] = Write("master", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))),
            ["STUDYSPOT_TOKEN_KEY_FILE"] = Write("token.pem", tokenKey.ExportPkcs8PrivateKeyPem()),
            ["STUDYSPOT_GATE_CA_CERTIFICATE"] = _broker.Certificates.CaFile,
            ["STUDYSPOT_GATE_CA_KEY"] = _broker.Certificates.CaKeyFile,
            ["STUDYSPOT_GATE_BROKER_HOST"] = "localhost",
            ["STUDYSPOT_GATE_BROKER_PORT"] = _broker.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
    }

    public string Write(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }

    public string Folder => _folder.Path;

    /// <summary>The broker, for tests that play a gate or Ingest.</summary>
    public MosquittoBroker Broker => _broker;
}
