using Dapper;
using Npgsql;
using StudySpot.Access;
using StudySpot.Cloud.Data;
using StudySpot.Testing;

namespace StudySpot.Cloud.Ingest.Tests;

/// <summary>A real PostgreSQL and a real mosquitto; each test makes its own tenants, and its own database when it disturbs others.</summary>
public sealed class Cloud : IAsyncLifetime
{
    public PostgresCluster Cluster { get; private set; } = null!;
    public MosquittoBroker Broker { get; private set; } = null!;
    public CloudDatabase Database { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Cluster = await PostgresCluster.StartAsync();
        Broker = await MosquittoBroker.StartAsync();
        Database = await CloudDatabase.CreateAsync(Cluster);
    }

    public async ValueTask DisposeAsync()
    {
        if (Database is not null) await Database.DisposeAsync();
        if (Broker is not null) await Broker.DisposeAsync();
        if (Cluster is not null) await Cluster.DisposeAsync();
    }
}

/// <summary>A migrated database in a cluster.</summary>
public sealed class CloudDatabase : IAsyncDisposable
{
    private CloudDatabase(PostgresCluster cluster, string name)
    {
        (Cluster, Name) = (cluster, name);
        Superuser = NpgsqlDataSource.Create(cluster.Superuser(name));
        App = NpgsqlDataSource.Create(cluster.As("studyspot_app", name));
        Tenants = new TenantDatabase(App);
    }

    public PostgresCluster Cluster { get; }
    public string Name { get; }
    public NpgsqlDataSource Superuser { get; }
    public NpgsqlDataSource App { get; }
    public TenantDatabase Tenants { get; }

    public static async Task<CloudDatabase> CreateAsync(PostgresCluster cluster)
    {
        var database = new CloudDatabase(cluster, await cluster.CreateDatabaseAsync("ingest"));
        await Migrator.EnsureRolesAsync(database.Superuser, new RolePasswords("o", "a", "i"), CancellationToken.None);
        await using var owner = NpgsqlDataSource.Create(cluster.As("studyspot_owner", database.Name));
        await new Migrator(owner, TimeProvider.System).MigrateAsync(CancellationToken.None);
        return database;
    }

    /// <summary>A tenant with one hall and so many gates.</summary>
    public async Task<TestTenant> AddTenantAsync(int gates = 1)
    {
        var tenant = new TenantId(NewId());
        var hall = new HallId(NewId());
        var places = Enumerable.Range(0, gates).Select(_ => new GateId(NewId())).Select(id => new DevicePlace($"gate-{id.Value:N}", tenant, id, hall, false)).ToArray();
        await Tenants.InTenantAsync(tenant, async s =>
        {
            await s.Connection.ExecuteAsync("insert into tenant (tenant_id, name, created_at) values (@tenant, 'T', now())", new { tenant }, s.Transaction);
            await s.Connection.ExecuteAsync("insert into hall (tenant_id, hall_id, name, created_at) values (@tenant, @hall, 'H', now())", new { tenant, hall }, s.Transaction);
            await Directories.AddTenantAsync(s, $"t{tenant.Value:N}"[..32], CancellationToken.None);
            foreach (var place in places)
            {
                await s.Connection.ExecuteAsync("insert into gate (tenant_id, gate_id, hall_id, device_id, name, created_at) values (@tenant, @gate, @hall, @device, 'G', now())",
                    new { tenant, gate = place.Gate, hall, device = place.DeviceId }, s.Transaction);
                await Directories.AddDeviceAsync(s, place.DeviceId, place.Gate, hall, CancellationToken.None);
            }
        }, CancellationToken.None);
        return new TestTenant(tenant, hall, places);
    }

    /// <summary>Sequences stored of one gate, duplicates included if there were any.</summary>
    public Task<List<long>> SequencesAsync(DevicePlace place, Guid incarnation) => Tenants.InTenantAsync(place.Tenant, async s =>
        (await s.Connection.QueryAsync<long>("select sequence from event where tenant_id = @tenant and gate_id = @gate and incarnation = @incarnation order by sequence",
            new { tenant = place.Tenant, gate = place.Gate, incarnation }, s.Transaction)).AsList(), CancellationToken.None);

    public async Task<List<(string Topic, string Reason, byte[] Payload)>> SetAsideAsync(string topicPart)
    {
        await using var connection = await Superuser.OpenConnectionAsync();
        return (await connection.QueryAsync<(string, string, byte[])>(
            "select topic, reason, payload from set_aside_message where topic like '%' || @topicPart || '%' order by reason, set_aside_id", new { topicPart })).AsList();
    }

    public IngestSettings SettingsFor(MosquittoBroker broker)
    {
        ArgumentNullException.ThrowIfNull(broker);
        var (certificate, key) = broker.Certificates.Client("studyspot-ingest");
        return new IngestSettings
        {
            Database = new DatabaseSettings(Cluster.As("studyspot_ingest", Name)),
            MqttHost = broker.Host,
            MqttPort = broker.Port,
            MqttCaFile = broker.Certificates.CaFile,
            MqttCertificateFile = certificate,
            MqttKeyFile = key,
        };
    }

    /// <summary>Forgets connections that a restart of the cluster broke.</summary>
    public void ForgetConnections()
    {
        Superuser.Clear();
        App.Clear();
    }

    public static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    public async ValueTask DisposeAsync()
    {
        await Superuser.DisposeAsync();
        await App.DisposeAsync();
    }
}

/// <summary>One after the other: the Ingest processes of two tests at one broker would share each other's messages.</summary>
[CollectionDefinition(nameof(Cloud))]
public sealed class CloudTests : ICollectionFixture<Cloud>;

public sealed record TestTenant(TenantId Id, HallId Hall, DevicePlace[] Gates);
