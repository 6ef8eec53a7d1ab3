using System.Text;
using Npgsql;
using StudySpot.Cloud.Api.Features.Faces;
using StudySpot.Cloud.Api.Tests.Fleet;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;
using StudySpot.Crypto;

namespace StudySpot.Cloud.Api.Tests.Faces;

/// <summary>
/// docs/decisions/0004: who has the whole database and every key file of the cloud cannot open a face. Looks at every
/// column of every table, so that a table added later is looked at too.
/// </summary>
public sealed class FaceSecrecyTests(ApiFixture api)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Database_WithMasterKeyAndEveryValueInIt_OpensNoTemplate()
    {
        var tenant = await FleetTenant.CreateAsync(api);
        var member = await tenant.AddMemberAsync();
        var consent = await api.Api.Get<TenantDatabase>().InTenantAsync(tenant.Id, session =>
            FaceConsents.GiveAsync(session, member, FaceNotice.Find("en")!, false, null, member, TimeProvider.System.GetUtcNow(), Ct), Ct);
        await using var first = await FacingGate.StartAsync(api, tenant);
        await using var second = await FacingGate.StartAsync(api, tenant);
        var (envelope, plain) = first.Enrol(member, consent!.Value, second);
        await first.ReportAsync(new FaceReport { Id = FleetTenant.NewId(), Enrolled = envelope });

        var values = await EveryBinaryValueAsync(tenant);
        values.Count(value => value.SequenceEqual(envelope.Ciphertext)).ShouldBe(1, "the cloud does hold the ciphertext");
        var secrets = values.Where(value => value.Length == 32).Concat(await CloudSecretsAsync(tenant)).ToList();
        secrets.Count.ShouldBeGreaterThan(4);

        foreach (var value in values)
        {
            value.AsSpan().IndexOf(plain.AsSpan(0, 64)).ShouldBe(-1);
            value.AsSpan().IndexOf(first.Keys[envelope.KeyId]).ShouldBe(-1);
        }
        foreach (var secret in secrets)
        {
            using var key = SecretKey.FromBytes(secret);
            AuthenticatedEncryption.TryOpen(key, envelope.Ciphertext, [], out _).ShouldBeFalse();
            using var box = SealedBoxPrivateKey.FromBytes(secret);
            foreach (var sealedKey in envelope.Keys) SealedBox.TryOpen(box, sealedKey.Box, out _).ShouldBeFalse();
        }
        // That the trying itself works: the gate's key does open it.
        SealedBox.TryOpen(second.Encryption, envelope.Keys[1].Box, out var opened).ShouldBeTrue();
        using var right = SecretKey.FromBytes(opened!);
        AuthenticatedEncryption.TryOpen(right, envelope.Ciphertext, [], out var template).ShouldBeTrue();
        template.ShouldBe(plain);
    }

    /// <summary>All bytea values of the tenant, read as the owner of the tables; texts and documents cannot hold 1 KiB of noise unseen, and are searched as bytes too.</summary>
    private async Task<List<byte[]>> EveryBinaryValueAsync(FleetTenant tenant)
    {
        await using var source = NpgsqlDataSource.Create(api.Database("studyspot_owner"));
        await using var connection = await source.OpenConnectionAsync(Ct);
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        await using (var set = new NpgsqlCommand("select set_config('studyspot.tenant', @tenant, true)", connection, transaction))
        {
            set.Parameters.AddWithValue("tenant", tenant.Id.Value.ToString("D"));
            await set.ExecuteNonQueryAsync(Ct);
        }
        var columns = new List<(string Table, string Column, string Type)>();
        await using (var list = new NpgsqlCommand(
            "select table_name, column_name, data_type from information_schema.columns where table_schema = 'public' and data_type in ('bytea', 'text', 'jsonb')", connection, transaction))
        await using (var rows = await list.ExecuteReaderAsync(Ct))
        {
            while (await rows.ReadAsync(Ct)) columns.Add((rows.GetString(0), rows.GetString(1), rows.GetString(2)));
        }
        columns.ShouldContain(("face_template", "ciphertext", "bytea"));
        var values = new List<byte[]>();
        foreach (var (table, column, type) in columns)
        {
            var bytes = type == "bytea" ? $"\"{column}\"" : $"convert_to(\"{column}\"::text, 'UTF8')";
            await using var read = new NpgsqlCommand($"select {bytes} from \"{table}\" where \"{column}\" is not null", connection, transaction);
            await using var rows = await read.ExecuteReaderAsync(Ct);
            while (await rows.ReadAsync(Ct)) values.Add(rows.GetFieldValue<byte[]>(0));
        }
        return values;
    }

    /// <summary>The master key, and what it opens: the seeds of the tenant's issuer keys.</summary>
    private async Task<List<byte[]>> CloudSecretsAsync(FleetTenant tenant)
    {
        var master = Convert.FromBase64String(await File.ReadAllTextAsync(api.Environment["STUDYSPOT_MASTER_KEY_FILE"]!, Ct));
        var secrets = new List<byte[]> { master };
        using var key = SecretKey.FromBytes(master);
        await using var source = NpgsqlDataSource.Create(api.Database("studyspot_app"));
        await using var connection = await source.OpenConnectionAsync(Ct);
        await using var transaction = await connection.BeginTransactionAsync(Ct);
        await using var read = new NpgsqlCommand(
            $"select set_config('studyspot.tenant', '{tenant.Id.Value:D}', true); select key_id, sealed_private_key from issuer_key", connection, transaction);
        await using var rows = await read.ExecuteReaderAsync(Ct);
        await rows.NextResultAsync(Ct);
        while (await rows.ReadAsync(Ct))
        {
            AuthenticatedEncryption.TryOpen(key, rows.GetFieldValue<byte[]>(1), (byte[])[.. tenant.Id.Value.ToByteArray(bigEndian: true), .. Encoding.ASCII.GetBytes(rows.GetString(0))], out var seed).ShouldBeTrue();
            secrets.Add(seed!);
        }
        return secrets;
    }
}
