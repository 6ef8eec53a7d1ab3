using Dapper;
using Npgsql;
using StudySpot.Access;
using StudySpot.Cloud.Data.Tests.Isolation;

namespace StudySpot.Cloud.Data.Tests;

public sealed class PartitionTests(MigratedDatabase database)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EnsureEventPartitions_ByIngest_CreatesProtectedOnesAndMovesTheirRows()
    {
        await using var own = await OwnDatabaseAsync();
        await using var ingest = await own.Ingest.OpenConnectionAsync(Ct);
        var tenants = new[] { await own.AddTenantAsync(), await own.AddTenantAsync() };
        foreach (var tenant in tenants)
        {
            await AddEventAsync(own, tenant, "2030-05-31T23:59:59Z");
            await AddEventAsync(own, tenant, "2030-06-01T00:00:00Z");
            await AddEventAsync(own, tenant, "2030-06-30T23:59:59.999Z");
        }

        (await ingest.QuerySingleAsync<int>("select ensure_event_partitions('2030-06-15', 2)")).ShouldBe(2);
        (await ingest.QuerySingleAsync<int>("select ensure_event_partitions('2030-06-01', 2)")).ShouldBe(0);

        await using var superuser = await own.Superuser.OpenConnectionAsync(Ct);
        (await superuser.QuerySingleAsync<int>("select count(*)::int from event_2030_06")).ShouldBe(4);
        (await superuser.QuerySingleAsync<int>("select count(*)::int from event_default")).ShouldBe(2);
        (await superuser.QueryAsync<(bool, bool, int)>(
            "select relrowsecurity, relforcerowsecurity, (select count(*)::int from pg_policy where polrelid = c.oid) from pg_class c where relname in ('event_2030_06', 'event_2030_07')"))
            .ShouldBe([(true, true, 1), (true, true, 1)]);
        var seen = await new TenantDatabase(own.App).InTenantAsync(tenants[0],
            s => s.Connection.QuerySingleAsync<int>("select count(*)::int from event", transaction: s.Transaction), Ct);
        seen.ShouldBe(3);
    }

    [Fact]
    public async Task EnsureEventPartitions_AtOnce_CreatesEachOnce()
    {
        await using var own = await OwnDatabaseAsync();

        var created = await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await using var connection = await own.Ingest.OpenConnectionAsync(Ct);
            return await connection.QuerySingleAsync<int>("select ensure_event_partitions('2031-01-01', 3)");
        }));

        created.Sum().ShouldBe(3);
    }

    [Fact]
    public async Task EnsureEventPartitions_RowsThatCannotBeMoved_StayWhereTheyAre()
    {
        await using var own = await OwnDatabaseAsync();
        // A tenant without a directory entry: nobody knows to move its rows.
        await AddEventAsync(own, new TenantId(MigratedDatabase.NewId()), "2032-01-05T00:00:00Z");
        await using var ingest = await own.Ingest.OpenConnectionAsync(Ct);

        (await ingest.QuerySingleAsync<int>("select ensure_event_partitions('2032-01-01', 2)")).ShouldBe(1);

        await using var superuser = await own.Superuser.OpenConnectionAsync(Ct);
        (await superuser.QuerySingleAsync<int>("select count(*)::int from event_default")).ShouldBe(1);
    }

    [Theory]
    [InlineData("2026-01-01", 0)]
    [InlineData("2026-01-01", 37)]
    [InlineData("1969-01-01", 1)]
    [InlineData("4000-01-01", 1)]
    public async Task EnsureEventPartitions_OutOfBounds_IsRefused(string from, int months)
    {
        await using var connection = await database.Ingest.OpenConnectionAsync(Ct);

        await Should.ThrowAsync<PostgresException>(() => connection.ExecuteAsync($"select ensure_event_partitions('{from}', {months})"));
    }

    [Fact]
    public async Task EnsureEventPartitions_ByTheApi_IsRefused() =>
        (await TwoTenants.TryAsync(database.App, null, "select ensure_event_partitions('2026-01-01', 1)")).Refused.ShouldBe("42501");

    private static Task<int> AddEventAsync(MigratedDatabase own, TenantId tenant, string at) => new TenantDatabase(own.Ingest).InTenantAsync(tenant,
        s => s.Connection.ExecuteAsync(
            """
            insert into event (tenant_id, gate_id, incarnation, sequence, occurred_at, event_id, hall_id, kind, received_at, boot_id, monotonic_ms, clock_quality)
            values (@tenant, @id, @id, 1, @at::timestamptz, @id, @id, 'started', now(), @id, 1, 'unknown')
            """, new { tenant, id = MigratedDatabase.NewId(), at }, s.Transaction), CancellationToken.None);

    private static async Task<MigratedDatabase> OwnDatabaseAsync()
    {
        var own = new MigratedDatabase();
        await own.InitializeAsync();
        return own;
    }
}
