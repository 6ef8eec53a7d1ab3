using Dapper;
using Npgsql;
using StudySpot.Access;

namespace StudySpot.Cloud.Data.Tests;

public sealed class TenantDatabaseTests(MigratedDatabase database)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task InTenantAsync_PooledConnectionUsedAgain_DoesNotKeepTheTenant()
    {
        var tenant = await database.AddTenantAsync();
        var builder = new NpgsqlConnectionStringBuilder(database.Cluster.As("studyspot_app", database.Name)) { MaxPoolSize = 1, NoResetOnClose = true };
        await using var single = NpgsqlDataSource.Create(builder.ConnectionString);

        var inside = await new TenantDatabase(single).InTenantAsync(tenant,
            s => s.Connection.QuerySingleAsync<int>("select count(*)::int from tenant", transaction: s.Transaction), Ct);
        await using var again = await single.OpenConnectionAsync(Ct);

        inside.ShouldBe(1);
        (await again.QuerySingleAsync<int>("select count(*)::int from tenant")).ShouldBe(0);
        (await again.QuerySingleAsync<string?>("select nullif(current_setting('studyspot.tenant', true), '')")).ShouldBeNull();
    }

    [Fact]
    public async Task InTenantAsync_WorkThrows_RollsBackAndDoesNotKeepTheTenant()
    {
        var tenant = await database.AddTenantAsync();
        var builder = new NpgsqlConnectionStringBuilder(database.Cluster.As("studyspot_app", database.Name)) { MaxPoolSize = 1, NoResetOnClose = true };
        await using var single = NpgsqlDataSource.Create(builder.ConnectionString);

        await Should.ThrowAsync<InvalidOperationException>(() => new TenantDatabase(single).InTenantAsync(tenant, async s =>
        {
            await s.Connection.ExecuteAsync("update tenant set name = 'changed'", transaction: s.Transaction);
            throw new InvalidOperationException("the work failed");
        }, Ct));

        var name = await new TenantDatabase(single).InTenantAsync(tenant,
            s => s.Connection.QuerySingleAsync<string>("select name from tenant", transaction: s.Transaction), Ct);
        name.ShouldBe("Tenant");
        await using var again = await single.OpenConnectionAsync(Ct);
        (await again.QuerySingleAsync<int>("select count(*)::int from tenant")).ShouldBe(0);
    }

    [Fact]
    public async Task InTenantAsync_NoTenant_Throws() =>
        await Should.ThrowAsync<ArgumentException>(() => new TenantDatabase(database.App).InTenantAsync(default, _ => Task.CompletedTask, Ct));

    [Fact]
    public async Task BumpAsync_Concurrently_GivesEveryVersionOnce()
    {
        var tenant = await database.AddTenantAsync();
        var tenants = new TenantDatabase(database.App);

        var versions = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => tenants.InTenantAsync(tenant, s => RosterVersions.BumpAsync(s, Ct), Ct)));

        versions.Order().ShouldBe(Enumerable.Range(2, 20).Select(i => (long)i));
        (await tenants.InTenantAsync(tenant, s => RosterVersions.CurrentAsync(s, Ct), Ct)).ShouldBe(21);
    }

    [Fact]
    public async Task Directories_DeviceAddedAndRetired_FindsIt()
    {
        var tenant = await database.AddTenantAsync();
        var directories = new Directories(database.App);
        var device = $"gate-{MigratedDatabase.NewId():N}";
        var (gate, hall) = (new GateId(MigratedDatabase.NewId()), new HallId(MigratedDatabase.NewId()));
        var tenants = new TenantDatabase(database.App);

        await tenants.InTenantAsync(tenant, s => Directories.AddDeviceAsync(s, device, gate, hall, Ct), Ct);
        (await directories.FindDeviceAsync(device, Ct)).ShouldBe(new DevicePlace(device, tenant, gate, hall, false));
        await tenants.InTenantAsync(tenant, s => Directories.RetireDeviceAsync(s, device, TimeProvider.System.GetUtcNow(), Ct), Ct);

        (await directories.FindDeviceAsync(device, Ct))!.Retired.ShouldBeTrue();
        (await directories.FindDeviceAsync("nobody", Ct)).ShouldBeNull();
        (await directories.FindTenantAsync($"t{tenant.Value:N}", Ct)).ShouldBe(tenant);
        (await directories.ListTenantsAsync(Ct)).ShouldContain(tenant);
    }

    [Fact]
    public async Task AddTenantAsync_SlugTaken_SaysSo()
    {
        var first = await database.AddTenantAsync();

        var added = await new TenantDatabase(database.App).InTenantAsync(new TenantId(MigratedDatabase.NewId()),
            s => Directories.AddTenantAsync(s, $"t{first.Value:N}", Ct), Ct);

        added.ShouldBeFalse();
    }

    private sealed record Row
    {
        public TenantId TenantId { get; init; }
        public MemberId? MemberId { get; init; }
        public DateTimeOffset At { get; init; }
        public DateTimeOffset? LaterAt { get; init; }
        public DateOnly Day { get; init; }
        public DateOnly? NoDay { get; init; }
        public Guid[] Halls { get; init; } = [];
    }

    [Fact]
    public async Task DapperTypes_IdsTimesAndDates_RoundTrip()
    {
        var tenant = await database.AddTenantAsync();
        var member = new MemberId(MigratedDatabase.NewId());
        var at = new DateTimeOffset(2026, 11, 23, 6, 0, 0, TimeSpan.FromHours(5.5));
        var day = new DateOnly(2026, 11, 23);
        Guid[] halls = [MigratedDatabase.NewId()];

        var row = await new TenantDatabase(database.App).InTenantAsync(tenant, s => s.Connection.QuerySingleAsync<Row>(
            """
            select @tenant as "TenantId", @member as "MemberId", @at as "At", null::timestamptz as "LaterAt", @day as "Day", @noDay::date as "NoDay", @halls as "Halls"
            """, new { tenant, member = (MemberId?)member, at, day, noDay = (DateOnly?)null, halls }, s.Transaction), Ct);

        row.TenantId.ShouldBe(tenant);
        row.MemberId.ShouldBe(member);
        row.At.ShouldBe(at);
        row.At.Offset.ShouldBe(TimeSpan.Zero);
        row.LaterAt.ShouldBeNull();
        row.Day.ShouldBe(day);
        row.NoDay.ShouldBeNull();
        row.Halls.ShouldBe(halls);
    }
}
