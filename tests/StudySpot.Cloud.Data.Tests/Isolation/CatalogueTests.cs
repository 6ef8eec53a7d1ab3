using Dapper;

namespace StudySpot.Cloud.Data.Tests.Isolation;

/// <summary>The wall between tenants, read from the catalogue for every table, partitions too.</summary>
public sealed class CatalogueTests(MigratedDatabase database)
{
    [Fact]
    public async Task EveryTable_HasATenantOrIsOnTheList()
    {
        await using var connection = await database.Superuser.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var all = await connection.QueryAsync<string>(
            "select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'f', 'm', 'v')");

        var tenantTables = await Catalogue.TenantTablesAsync(database.Superuser);

        all.Except(tenantTables).Order().ShouldBe(Catalogue.Directories.Concat(Catalogue.TenantFree).Order());
        tenantTables.ShouldContain("event_default");
        tenantTables.Count(t => t.StartsWith("event_20", StringComparison.Ordinal)).ShouldBe(6);
    }

    [Fact]
    public async Task EveryTenantTable_HasSecurityEnabledAndForcedWithBothHalvesOfThePolicy()
    {
        await using var connection = await database.Superuser.OpenConnectionAsync(TestContext.Current.CancellationToken);
        foreach (var table in await Catalogue.TenantTablesAsync(database.Superuser))
        {
            var (kind, enabled, forced) = await connection.QuerySingleAsync<(string, bool, bool)>(
                "select relkind::text, relrowsecurity, relforcerowsecurity from pg_class where oid = to_regclass(@table)", new { table });
            kind.ShouldBeOneOf(["r", "p"], $"{table}: views and foreign tables have no policies of their own");
            enabled.ShouldBeTrue($"{table}: row-level security is not enabled");
            forced.ShouldBeTrue($"{table}: row-level security is not forced");

            var policies = (await connection.QueryAsync<(string Command, bool Permissive, bool ToPublic, string? Using, string? Check)>(
                """
                select polcmd::text, polpermissive, polroles = '{0}', pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid)
                from pg_policy where polrelid = to_regclass(@table)
                """, new { table })).AsList();
            // Exactly one: further permissive ones would be joined with "or".
            var policy = policies.ShouldHaveSingleItem(table);
            policy.Command.ShouldBe("*", table);
            policy.ToPublic.ShouldBeTrue(table);
            foreach (var half in new[] { policy.Using, policy.Check })
            {
                half.ShouldNotBeNull(table);
                half.ShouldStartWith("(tenant_id = ( SELECT (NULLIF(current_setting('studyspot.tenant'");
            }
        }
    }

    [Fact]
    public async Task EveryKeyOfEveryTenantTable_IsLedByTheTenant()
    {
        await using var connection = await database.Superuser.OpenConnectionAsync(TestContext.Current.CancellationToken);
        foreach (var table in await Catalogue.TenantTablesAsync(database.Superuser))
        {
            var indexes = (await connection.QueryAsync<(string Name, bool Primary, string First)>(
                """
                select i.indexrelid::regclass::text, i.indisprimary, coalesce(a.attname::text, '(expression)')
                from pg_index i left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
                where i.indrelid = to_regclass(@table)
                """, new { table })).AsList();
            indexes.Count(i => i.Primary).ShouldBe(1, $"{table} has no primary key");
            foreach (var index in indexes) index.First.ShouldBe("tenant_id", $"{index.Name} of {table}");
        }
    }

    [Fact]
    public async Task EveryPartition_HasTheIndexesOfItsTable()
    {
        await using var connection = await database.Superuser.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var counts = (await connection.QueryAsync<(string, int)>(
            """
            select c.oid::regclass::text, (select count(*)::int from pg_index i where i.indrelid = c.oid) from pg_class c
            where c.oid = 'event'::regclass or c.oid in (select inhrelid from pg_inherits where inhparent = 'event'::regclass)
            """)).AsList();

        counts.Count.ShouldBe(8);
        counts.Select(c => c.Item2).Distinct().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task ServingRoles_OwnNothingAndBypassNothing()
    {
        await using var connection = await database.Superuser.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var roles = (await connection.QueryAsync<(string Name, bool Super, bool Bypass, bool CreateRole, bool CreateDb)>(
            "select rolname::text, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname like 'studyspot%' order by 1")).AsList();
        var owned = await connection.QuerySingleAsync<int>(
            """
            select (select count(*) from pg_class where relowner in ('studyspot_app'::regrole, 'studyspot_ingest'::regrole))::int
                 + (select count(*) from pg_proc where proowner in ('studyspot_app'::regrole, 'studyspot_ingest'::regrole))::int
                 + (select count(*) from pg_auth_members where member in ('studyspot_app'::regrole, 'studyspot_ingest'::regrole))::int
            """);

        roles.Select(r => r.Name).ShouldBe(["studyspot_app", "studyspot_ingest", "studyspot_owner"]);
        roles.ShouldAllBe(r => !r.Super && !r.Bypass && !r.CreateRole && !r.CreateDb);
        owned.ShouldBe(0);
    }

    [Fact]
    public async Task EveryFunctionThatRunsAsItsOwner_IsOnTheListWithAFixedSearchPath()
    {
        await using var connection = await database.Superuser.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var functions = (await connection.QueryAsync<(string Name, string? Settings, bool AppMay, bool IngestMay)>(
            """
            select proname::text, proconfig::text, has_function_privilege('studyspot_app', oid, 'execute'), has_function_privilege('studyspot_ingest', oid, 'execute')
            from pg_proc where pronamespace = 'public'::regnamespace and prosecdef
            """)).AsList();
        var callable = (await connection.QueryAsync<string>(
            """
            select proname::text from pg_proc where pronamespace = 'public'::regnamespace
              and (has_function_privilege('studyspot_app', oid, 'execute') or has_function_privilege('studyspot_ingest', oid, 'execute'))
            """)).AsList();

        var only = functions.ShouldHaveSingleItem();
        only.ShouldBe(("ensure_event_partitions", "{\"search_path=pg_catalog, public, pg_temp\"}", false, true));
        callable.ShouldBe(["ensure_event_partitions"]);
    }

    [Fact]
    public async Task Policy_OfALargeRead_IsWorkedOutOnce()
    {
        await using var connection = await database.App.OpenConnectionAsync(TestContext.Current.CancellationToken);
        var plan = string.Join('\n', await connection.QueryAsync<string>("explain select * from member"));

        plan.ShouldContain("InitPlan");
    }
}
