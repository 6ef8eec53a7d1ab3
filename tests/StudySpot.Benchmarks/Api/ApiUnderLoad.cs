using System.Globalization;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json;
using Npgsql;
using StudySpot.Cloud.Data;
using StudySpot.Crypto;
using StudySpot.Testing;

namespace StudySpot.Benchmarks.Api;

/// <summary>The Release Api as a process of its own, on a real PostgreSQL filled with 50 tenants and a million events.</summary>
internal sealed class ApiUnderLoad : IAsyncDisposable
{
    private const int Tenancies = 50;
    private const string Password = "benchmark password";

    /// <summary>A tenant whose owner is signed in.</summary>
    internal sealed record LoadedTenant(Guid Hall, Guid Gate, string Token);

    private readonly ScratchFolder _folder = new();
    private PostgresCluster _postgres = null!;
    private MosquittoBroker _broker = null!;
    private RunningProcess _process = null!;

    public Uri Address { get; private set; } = null!;

    public IReadOnlyList<LoadedTenant> Tenants { get; private set; } = [];

    public static async Task<ApiUnderLoad> StartAsync(CancellationToken ct)
    {
        var load = new ApiUnderLoad { _postgres = await PostgresCluster.StartAsync(), _broker = await MosquittoBroker.StartAsync() };
        var database = await load._postgres.CreateDatabaseAsync("bench");
        await load.FillAsync(database, ct);
        load.StartApi(database);
        using var client = new HttpClient { BaseAddress = load.Address };
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                return (await client.GetAsync(new Uri("/health/ready", UriKind.Relative), ct)).IsSuccessStatusCode;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, "the Api is ready");
        load.Tenants = await SignInAsync(client, ct);
        return load;
    }

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        await _broker.DisposeAsync();
        await _postgres.DisposeAsync();
        _folder.Dispose();
    }

    private static Guid Id(char kind, int tenant) => Guid.Parse($"00000000-0000-7000-800{kind}-{tenant:x12}");

    private static async Task<IReadOnlyList<LoadedTenant>> SignInAsync(HttpClient client, CancellationToken ct)
    {
        var tenants = new List<LoadedTenant>();
        for (var t = 1; t <= Tenancies; t++)
        {
            using var response = await client.PostAsJsonAsync("/api/v1/auth/sign-in", new { organisation = $"tenant-{t}", login = "owner", password = Password }, ct);
            response.EnsureSuccessStatusCode();
            var token = (await response.Content.ReadFromJsonAsync<JsonElement>(ct)).GetProperty("accessToken").GetString()!;
            tenants.Add(new LoadedTenant(Id('1', t), Id('2', t), token));
        }
        return tenants;
    }

    private async Task FillAsync(string database, CancellationToken ct)
    {
        await using var superuser = NpgsqlDataSource.Create(_postgres.Superuser(database) + ";Command Timeout=600");
        await Migrator.EnsureRolesAsync(superuser, new RolePasswords("unused", "unused", "unused"), ct);
        await using (var owner = NpgsqlDataSource.Create(_postgres.As("studyspot_owner", database))) await new Migrator(owner, TimeProvider.System).MigrateAsync(ct);
        // The superuser is not bound by row-level security; the Api, which is measured, is.
        await using var command = superuser.CreateCommand(
            $"""
            create temporary table t as select n,
                ('00000000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid as tenant, ('00000000-0000-7000-8001-' || lpad(to_hex(n), 12, '0'))::uuid as hall
                from generate_series(1, {Tenancies}) n;
            insert into tenant_directory select 'tenant-' || n, tenant from t;
            insert into tenant select tenant, 'Tenant ' || n, now() from t;
            insert into hall (tenant_id, hall_id, name, seats, created_at) select tenant, hall, 'Main hall', 100, now() from t;
            insert into account select tenant, gen_random_uuid(), 'owner', '{PasswordHash.Hash(Password)}', 'owner', null, now() from t;
            -- Gate 1 has the id the requests name; three more have their own.
            insert into gate (tenant_id, gate_id, hall_id, device_id, name, created_at)
                select tenant, ('00000000-0000-7000-800' || (1 + g) || '-' || lpad(to_hex(n), 12, '0'))::uuid, hall, 'gate-' || n || '-' || g, 'Gate ' || g, now()
                from t, generate_series(1, 4) g;
            insert into member (tenant_id, member_id, member_number, name, phone, status, created_at, roster_version)
                select tenant, ('00000000-0000-7000-8000-' || lpad(to_hex(m), 12, '0'))::uuid, m, 'Member ' || m, '9' || lpad(m::text, 9, '0'), 'active', now(), 1
                from t, generate_series(1, 400) m;
            insert into event (tenant_id, gate_id, incarnation, sequence, occurred_at, event_id, hall_id, kind, received_at, boot_id, monotonic_ms, clock_quality,
                    direction, member_id, outcome, reason)
                select tenant, ('00000000-0000-7000-800' || (2 + e % 4) || '-' || lpad(to_hex(n), 12, '0'))::uuid, hall, e, now() - e * interval '2 minutes',
                    gen_random_uuid(), hall, case e % 2 when 0 then 'decision' else 'passage' end, now(), hall, e, 'synchronised',
                    case when e % 4 < 2 then 'entry' else 'exit' end, ('00000000-0000-7000-8000-' || lpad(to_hex(1 + e % 400), 12, '0'))::uuid,
                    case e % 2 when 0 then 'allow' end, case e % 2 when 0 then 'allowed' end
                from t, generate_series(1, 20000) e;
            insert into session (tenant_id, member_id, hall_id, entered_at, entry_event_id, left_at, exit_event_id, closed_by)
                select tenant, ('00000000-0000-7000-8000-' || lpad(to_hex(1 + s % 400), 12, '0'))::uuid, hall, now() - s * interval '8 minutes', gen_random_uuid(),
                    case when s > 40 then now() - s * interval '8 minutes' + interval '5 hours' end, null, case when s > 40 then 'exit' end
                from t, generate_series(1, 5000) s;
            analyze;
            """);
        await command.ExecuteNonQueryAsync(ct);
    }

    private void StartApi(string database)
    {
        var port = FreePort.Next();
        Address = new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}"));
        var (certificate, key) = _broker.Certificates.Client("studyspot-api");
        using var tokenKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var brokerPort = _broker.Port.ToString(CultureInfo.InvariantCulture);
        var program = RepositoryRoot.File("cloud/StudySpot.Cloud.Api/bin/Release/net10.0/StudySpot.Cloud.Api.dll");
        if (!File.Exists(program)) throw new InvalidOperationException($"{program} is not built. Run: dotnet build -c Release cloud/StudySpot.Cloud.Api");
        _process = RunningProcess.Start("dotnet", [program], new Dictionary<string, string?>
        {
            ["STUDYSPOT_DATABASE"] = $"Host={_postgres.Host};Port={_postgres.Port};Username=studyspot_app;Database={database}",
            ["STUDYSPOT_DATABASE_PASSWORD_FILE"] = Write("password", "unused"),
            ["STUDYSPOT_MQTT_HOST"] = _broker.Host,
            ["STUDYSPOT_MQTT_PORT"] = brokerPort,
            ["STUDYSPOT_MQTT_CA"] = _broker.Certificates.CaFile,
            ["STUDYSPOT_MQTT_CERTIFICATE"] = certificate,
            ["STUDYSPOT_MQTT_KEY"] = key,
            ["STUDYSPOT_URLS"] = Address.ToString(),
            ["STUDYSPOT_MASTER_KEY_FILE"] = Write("master", Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))),
            ["STUDYSPOT_TOKEN_KEY_FILE"] = Write("token.pem", tokenKey.ExportPkcs8PrivateKeyPem()),
            ["STUDYSPOT_GATE_CA_CERTIFICATE"] = _broker.Certificates.CaFile,
            ["STUDYSPOT_GATE_CA_KEY"] = _broker.Certificates.CaKeyFile,
            ["STUDYSPOT_GATE_BROKER_HOST"] = "localhost",
            ["STUDYSPOT_GATE_BROKER_PORT"] = brokerPort,
        });
    }

    private string Write(string name, string text)
    {
        File.WriteAllText(_folder.File(name), text);
        return _folder.File(name);
    }
}
