using Npgsql;
using StudySpot.Access;
using StudySpot.Testing;

[assembly: AssemblyFixture(typeof(StudySpot.Cloud.Data.Tests.MigratedDatabase))]

namespace StudySpot.Cloud.Data.Tests;

/// <summary>One migrated database for all tests; each test makes its own tenants.</summary>
public sealed class MigratedDatabase : IAsyncLifetime
{
    public static readonly RolePasswords Passwords = new("o'wn\"er\\", "app;--", "ing'est");

    public PostgresCluster Cluster { get; private set; } = null!;
    public string Name { get; private set; } = null!;
    public NpgsqlDataSource Superuser { get; private set; } = null!;
    public NpgsqlDataSource Owner { get; private set; } = null!;
    public NpgsqlDataSource App { get; private set; } = null!;
    public NpgsqlDataSource Ingest { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Cluster = await PostgresCluster.StartAsync();
        Name = await Cluster.CreateDatabaseAsync();
        Superuser = NpgsqlDataSource.Create(Cluster.Superuser(Name));
        Owner = NpgsqlDataSource.Create(Cluster.As("studyspot_owner", Name));
        App = NpgsqlDataSource.Create(Cluster.As("studyspot_app", Name));
        Ingest = NpgsqlDataSource.Create(Cluster.As("studyspot_ingest", Name));
        await Migrator.EnsureRolesAsync(Superuser, Passwords, CancellationToken.None);
        await new Migrator(Owner, TimeProvider.System).MigrateAsync(CancellationToken.None);
    }

    /// <summary>An id that no other test has.</summary>
    public static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    /// <summary>A tenant with its directory entry.</summary>
    public async Task<TenantId> AddTenantAsync()
    {
        var tenant = new TenantId(NewId());
        await new TenantDatabase(App).InTenantAsync(tenant, async session =>
        {
            await using var command = new NpgsqlCommand("insert into tenant (tenant_id, name, created_at) values ($1, 'Tenant', now())", session.Connection, session.Transaction);
            command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = tenant.Value });
            await command.ExecuteNonQueryAsync();
            (await Directories.AddTenantAsync(session, $"t{tenant.Value:N}", CancellationToken.None)).ShouldBeTrue();
        }, CancellationToken.None);
        return tenant;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var source in new[] { Superuser, Owner, App, Ingest }) await source.DisposeAsync();
        await Cluster.DisposeAsync();
    }
}
