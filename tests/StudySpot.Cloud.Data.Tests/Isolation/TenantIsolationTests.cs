using Npgsql;

namespace StudySpot.Cloud.Data.Tests.Isolation;

/// <summary>
/// What a role can do across tenants, tried on every tenant table there is. The owner is tried as well: the policies are
/// forced, so even who has every privilege is bound by them.
/// </summary>
public sealed class TenantIsolationTests(MigratedDatabase database)
{
    private const string NotAllowed = "42501";
    private const string NoSuchRow = "23503";

    private (string Name, NpgsqlDataSource Source)[] Roles => [("owner", database.Owner), ("app", database.App), ("ingest", database.Ingest)];

    [Fact]
    public async Task Read_WithoutTenant_ShowsNothing()
    {
        var tenants = await TwoTenants.CreateAsync(database);
        foreach (var table in tenants.Tables)
        {
            foreach (var (name, role) in Roles)
            {
                var (rows, refused) = await TwoTenants.TryAsync(role, null, $"select count(*) from {table}");
                (rows == 0 && refused is null or NotAllowed).ShouldBeTrue($"{name} reads {table} without a tenant: {rows} rows, {refused}");
            }
            (await TwoTenants.TryAsync(database.Owner, null, $"select count(*) from {table}")).ShouldBe((0, null), $"the owner may read {table}, and sees nothing");
        }
    }

    [Fact]
    public async Task Read_OfAnotherTenant_ShowsOwnRowsOnly()
    {
        var tenants = await TwoTenants.CreateAsync(database);
        foreach (var table in tenants.Tables)
        {
            (await TwoTenants.TryAsync(database.Owner, tenants.Mine, $"select count(*) from {table}")).Rows.ShouldBeGreaterThan(0, table);
            foreach (var (name, role) in Roles)
            {
                var (rows, refused) = await TwoTenants.TryAsync(role, tenants.Mine, $"select count(*) from {table} where tenant_id <> '{tenants.Mine}'");
                (rows == 0 && refused is null or NotAllowed).ShouldBeTrue($"{name} reads others' {table}: {rows} rows, {refused}");
            }
        }
    }

    [Fact]
    public async Task Insert_ForAnotherTenantOrWithoutOne_IsRefused()
    {
        var tenants = await TwoTenants.CreateAsync(database);
        foreach (var table in tenants.Tables)
        {
            var columns = await Catalogue.ColumnsAsync(database.Superuser, table);
            foreach (var (name, role) in Roles)
            {
                var foreign = TwoTenants.InsertOf(table, TwoTenants.RowOf(table, columns, tenants.Other));
                (await TwoTenants.TryAsync(role, tenants.Mine, foreign)).ShouldBe((0, NotAllowed), $"{name} inserts another tenant's {table}");
                (await TwoTenants.TryAsync(role, null, foreign)).ShouldBe((0, NotAllowed), $"{name} inserts into {table} without a tenant");
            }
        }
    }

    [Fact]
    public async Task Update_ToAnotherTenant_IsRefused()
    {
        var tenants = await TwoTenants.CreateAsync(database);
        foreach (var table in tenants.Tables)
        {
            foreach (var (name, role) in Roles)
                (await TwoTenants.TryAsync(role, tenants.Mine, $"update {table} set tenant_id = '{tenants.Other}'")).ShouldBe((0, NotAllowed), $"{name} gives {table} away");
        }
    }

    [Fact]
    public async Task UpdateOrDelete_OfAnotherTenantsRows_TouchesNone()
    {
        var tenants = await TwoTenants.CreateAsync(database);
        foreach (var table in tenants.Tables)
        {
            var key = tenants.Row(table, tenants.Other).Keys.Last();
            foreach (var (name, role) in Roles)
            {
                foreach (var sql in new[]
                         {
                             $"update {table} set {key} = {key} where tenant_id = '{tenants.Other}'", $"delete from {table} where tenant_id = '{tenants.Other}'",
                         })
                {
                    var (rows, refused) = await TwoTenants.TryAsync(role, tenants.Mine, sql);
                    (rows == 0 && refused is null or NotAllowed).ShouldBeTrue($"{name}: {sql}: {rows} rows, {refused}");
                    if (name == "owner") refused.ShouldBeNull(sql);
                }
            }
        }
    }

    [Fact]
    public async Task ForeignKey_ToAnotherTenantsRow_IsRefused()
    {
        var tenants = await TwoTenants.CreateAsync(database);
        var keys = await Catalogue.ForeignKeysAsync(database.Superuser);
        keys.ShouldNotBeEmpty();
        foreach (var key in keys)
        {
            key.Columns[0].ShouldBe("tenant_id", $"{key.Name} of {key.Table} could point into another tenant");
            key.TargetColumns[0].ShouldBe("tenant_id", key.Name);
            if (key.Columns.Length == 1) continue;
            var row = TwoTenants.RowOf(key.Table, await Catalogue.ColumnsAsync(database.Superuser, key.Table), tenants.Mine);
            if (key.Table == "account") row["role"] = "'student'";
            for (var i = 1; i < key.Columns.Length; i++) row[key.Columns[i]] = tenants.Row(key.Target, tenants.Other)[key.TargetColumns[i]];

            var (rows, refused) = await TwoTenants.TryAsync(database.Owner, tenants.Mine, TwoTenants.InsertOf(key.Table, row));
            (rows, refused).ShouldBe((0, NoSuchRow), $"{key.Name}: {key.Table} points at another tenant's {key.Target}");
        }
    }

    [Fact]
    public async Task Partition_ReadDirectly_IsRefusedToApiAndIngest()
    {
        foreach (var table in (await Catalogue.TenantTablesAsync(database.Superuser)).Where(t => t.StartsWith("event_", StringComparison.Ordinal)))
        {
            foreach (var role in new[] { database.App, database.Ingest })
                (await TwoTenants.TryAsync(role, MigratedDatabase.NewId(), $"select count(*) from {table}")).Refused.ShouldBe(NotAllowed, table);
        }
    }

    [Theory]
    [InlineData("event")]
    [InlineData("set_aside_message")]
    public async Task WhatHappened_ByAnyRoleThatServes_CannotBeChangedOrDeleted(string table)
    {
        foreach (var role in new[] { database.App, database.Ingest })
        {
            (await TwoTenants.TryAsync(role, MigratedDatabase.NewId(), $"delete from {table}")).Refused.ShouldBe(NotAllowed);
            (await TwoTenants.TryAsync(role, MigratedDatabase.NewId(), $"update {table} set received_at = now()")).Refused.ShouldBe(NotAllowed);
            (await TwoTenants.TryAsync(role, MigratedDatabase.NewId(), $"truncate {table}")).Refused.ShouldBe(NotAllowed);
        }
    }

    [Fact]
    public async Task Tenant_ThatIsNoUuid_IsAnErrorAndShowsNothing()
    {
        await using var connection = await database.App.OpenConnectionAsync(TestContext.Current.CancellationToken);
        await using var command = new NpgsqlCommand("select set_config('studyspot.tenant', 'x'' or true --', false); select count(*) from member", connection);

        var refused = await Should.ThrowAsync<PostgresException>(() => command.ExecuteScalarAsync(TestContext.Current.CancellationToken));

        refused.SqlState.ShouldBe("22P02");
    }
}
