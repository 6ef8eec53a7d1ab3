using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using Npgsql;

namespace StudySpot.Cloud.Data.Tests;

public sealed class MigratorTests(MigratedDatabase database)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task MigrateAsync_Again_AppliesNothing() =>
        (await new Migrator(database.Owner, TimeProvider.System).MigrateAsync(Ct)).ShouldBeEmpty();

    [Fact]
    public async Task MigrateAsync_ManyAtOnce_AppliesEachOnce()
    {
        await using var empty = await EmptyAsync();

        var applied = await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => new Migrator(empty, TimeProvider.System).MigrateAsync(Ct)));

        applied.SelectMany(names => names).ShouldBe(Migration.Embedded().Select(m => m.Name));
    }

    [Fact]
    public async Task MigrateAsync_AppliedOneWasEdited_NamesIt()
    {
        await using var empty = await EmptyAsync();
        await new Migrator(empty, TimeProvider.System, [new(1, "0001_first", "create table a (x int)")]).MigrateAsync(Ct);

        var e = await Should.ThrowAsync<MigrationException>(() =>
            new Migrator(empty, TimeProvider.System, [new(1, "0001_first", "create table a (x bigint)")]).MigrateAsync(Ct));

        e.Message.ShouldContain("0001_first");
    }

    [Fact]
    public async Task MigrateAsync_OtherLineEnds_IsTheSameMigration()
    {
        await using var empty = await EmptyAsync();
        await new Migrator(empty, TimeProvider.System, [new(1, "0001_first", "create table a (\nx int)")]).MigrateAsync(Ct);

        (await new Migrator(empty, TimeProvider.System, [new(1, "0001_first", "create table a (\r\nx int)")]).MigrateAsync(Ct)).ShouldBeEmpty();
    }

    [Fact]
    public async Task MigrateAsync_DatabaseIsNewer_RefusesToRun()
    {
        await using var empty = await EmptyAsync();
        await new Migrator(empty, TimeProvider.System, [new(1, "0001_a", "select 1"), new(2, "0002_b", "select 1")]).MigrateAsync(Ct);

        var e = await Should.ThrowAsync<MigrationException>(() => new Migrator(empty, TimeProvider.System, [new(1, "0001_a", "select 1")]).MigrateAsync(Ct));

        e.Message.ShouldContain("0002_b");
    }

    [Fact]
    public async Task MigrateAsync_OneSlippedInBelowTheLast_RefusesToRun()
    {
        await using var empty = await EmptyAsync();
        await new Migrator(empty, TimeProvider.System, [new(1, "0001_a", "select 1"), new(3, "0003_c", "select 1")]).MigrateAsync(Ct);

        var e = await Should.ThrowAsync<MigrationException>(() => new Migrator(empty, TimeProvider.System,
            [new(1, "0001_a", "select 1"), new(2, "0002_b", "select 1"), new(3, "0003_c", "select 1")]).MigrateAsync(Ct));

        e.Message.ShouldContain("0002_b");
    }

    [Fact]
    public async Task MigrateAsync_OneFails_KeepsTheOnesBeforeAndNothingOfIt()
    {
        await using var empty = await EmptyAsync();

        var e = await Should.ThrowAsync<MigrationException>(() => new Migrator(empty, TimeProvider.System,
            [new(1, "0001_good", "create table good (x int)"), new(2, "0002_bad", "create table half (x int); select 1/0")]).MigrateAsync(Ct));

        e.Message.ShouldContain("0002_bad");
        await using var connection = await empty.OpenConnectionAsync(Ct);
        (await connection.QueryAsync<string>("select relname::text from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1"))
            .ShouldBe(["good", "schema_migration"]);
        (await new Migrator(empty, TimeProvider.System, [new(1, "0001_good", "create table good (x int)"), new(2, "0002_bad", "select 1")]).MigrateAsync(Ct))
            .ShouldBe(["0002_bad"]);
    }

    [Fact]
    public async Task EnsureRolesAsync_PasswordsWithQuotes_AreStoredAsGiven()
    {
        await Migrator.EnsureRolesAsync(database.Superuser, MigratedDatabase.Passwords, Ct);
        await using var connection = await database.Superuser.OpenConnectionAsync(Ct);
        foreach (var (role, password) in new[]
                 {
                     ("studyspot_owner", MigratedDatabase.Passwords.Owner), ("studyspot_app", MigratedDatabase.Passwords.App),
                     ("studyspot_ingest", MigratedDatabase.Passwords.Ingest),
                 })
        {
            var stored = await connection.QuerySingleAsync<string>("select rolpassword from pg_authid where rolname = @role", new { role });
            IsScramOf(stored, password).ShouldBeTrue(role);
        }
    }

    [Fact]
    public void Embedded_Migrations_AreNumberedWithoutGaps() =>
        Migration.Embedded().Select(m => m.Version).ShouldBe(Enumerable.Range(1, Migration.Embedded().Count));

    private async Task<NpgsqlDataSource> EmptyAsync()
    {
        var name = await database.Cluster.CreateDatabaseAsync();
        await using var superuser = NpgsqlDataSource.Create(database.Cluster.Superuser(name));
        await Migrator.EnsureRolesAsync(superuser, MigratedDatabase.Passwords, Ct);
        return NpgsqlDataSource.Create(database.Cluster.As("studyspot_owner", name));
    }

    /// <summary>SCRAM-SHA-256$iterations:salt$StoredKey:ServerKey (RFC 5803).</summary>
    private static bool IsScramOf(string stored, string password)
    {
        var parts = stored.Split('$', ':');
        parts[0].ShouldBe("SCRAM-SHA-256");
        var salted = Rfc2898DeriveBytes.Pbkdf2(password, Convert.FromBase64String(parts[2]), int.Parse(parts[1], CultureInfo.InvariantCulture), HashAlgorithmName.SHA256, 32);
        return Convert.ToBase64String(SHA256.HashData(HMACSHA256.HashData(salted, Encoding.ASCII.GetBytes("Client Key")))) == parts[3];
    }
}
