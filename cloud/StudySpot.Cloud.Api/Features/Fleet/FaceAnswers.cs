using System.Text.Json;
using StudySpot.Cloud.Api.Features.Credentials;
using StudySpot.Cloud.Api.Features.Faces;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;

namespace StudySpot.Cloud.Api.Features.Fleet;

/// <summary>Notes a gate's public keys and sends it what changed of the tenant's faces: ciphertext, and the boxes it can open.</summary>
public sealed class FaceAnswers(TenantDatabase database, IssuerKeys issuerKeys, GatePublisher publisher, TimeProvider time, ILogger<FaceAnswers> logger)
{
    /// <summary>Faces of about 10 KiB each: a message stays below the 200 KiB that rosters have.</summary>
    private const int MostEntries = 12;

    /// <summary>For one request; the gate asks again when it has them.</summary>
    private const int MostBatches = 8;

    /// <summary>Keys one gate seals for others at a time.</summary>
    private const int MostReseals = 64;

    private const int KeyBytes = 32;

    public async Task AnswerAsync(DevicePlace device, FaceState state, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(state);
        if (state.EncryptionKey.Length != KeyBytes || state.SigningKey.Length != KeyBytes || state.ModelSet.Length > 200)
        {
            logger.LogWarning("Gate {Gate} says of its faces what cannot be", device.Gate);
            return;
        }
        await database.InTenantAsync(device.Tenant, session => NoteAsync(session, device, state, ct), ct);
        var version = state.Version;
        for (var i = 0; i < MostBatches; i++)
        {
            var (batch, document) = await database.InTenantAsync(device.Tenant, session => NextAsync(session, device, version, i == 0, ct), ct);
            if (batch is null || document is null) return;
            var sent = await publisher.SendAsync(Topics.Faces(device.DeviceId), document, ContractsJson.Default.SignedDocument, ct);
            if (!sent.IsSuccess || batch.Version == version) return;
            logger.LogInformation("Sent faces {Version} since {Base} to gate {Gate}: {Entries} changes, {Reseal} keys to seal",
                batch.Version, batch.BaseVersion, device.Gate, batch.Entries.Count, batch.Reseal.Count);
            version = batch.Version;
        }
    }

    private async Task NoteAsync(TenantSession session, DevicePlace device, FaceState state, CancellationToken ct)
    {
        var arguments = new
        {
            tenant = session.Tenant, gate = device.Gate, state.EncryptionKey, state.SigningKey, state.ModelSet, state.Version, state.Enrolled, now = time.GetUtcNow(),
        };
        // A gate that lost its key cannot open what was sealed to the old one: those boxes are of no use, and others seal anew.
        await session.ExecuteAsync(
            """
            delete from face_sealed_key k where k.tenant_id = @tenant and k.gate_id = @gate and exists (
                select from face_gate f where f.tenant_id = @tenant and f.gate_id = @gate and f.encryption_key <> @EncryptionKey)
            """, arguments, ct);
        await session.ExecuteAsync(
            """
            insert into face_gate (tenant_id, gate_id, encryption_key, signing_key, model_set, applied_version, enrolled, seen_at)
            values (@tenant, @gate, @EncryptionKey, @SigningKey, @ModelSet, @Version, @Enrolled, @now)
            on conflict (tenant_id, gate_id) do update set encryption_key = @EncryptionKey, signing_key = @SigningKey, model_set = @ModelSet,
                applied_version = @Version, enrolled = @Enrolled, seen_at = @now
            """, arguments, ct);
    }

    /// <summary>The batch that follows a version; nulls when there is nothing to say.</summary>
    private async Task<(FaceBatch? Batch, SignedDocument? Document)> NextAsync(TenantSession session, DevicePlace device, long from, bool first, CancellationToken ct)
    {
        var present = await FaceVersions.CurrentAsync(session, ct);
        if (from > present)
        {
            // The database was restored from a backup; gates never go back, as with rosters.
            logger.LogWarning("Gate {Gate} has faces {Version}, the cloud {Present}", device.Gate, from, present);
            return default;
        }
        var rows = await session.ListAsync<FaceRow>(
            """
            select * from (
                select t.member_id, t.key_id, t.consent_id, t.model_set, t.enrolled_at, t.ciphertext, k.box, greatest(t.version, coalesce(k.version, 0)) as version
                from face_template t
                left join face_sealed_key k on k.tenant_id = t.tenant_id and k.key_id = t.key_id and k.gate_id = @gate
                where t.tenant_id = @tenant and ((t.destroyed_at is null and k.box is not null) or (t.destroyed_at is not null and exists (
                    select from face_key_proof p where p.tenant_id = t.tenant_id and p.key_id = t.key_id and p.gate_id = @gate and p.destroyed_at is null)))
            ) changed where version > @from order by version limit @MostEntries
            """, new { tenant = session.Tenant, gate = device.Gate, from, MostEntries }, ct);
        var reseal = first ? await ResealAsync(session, device, ct) : [];
        var through = rows.Count == MostEntries ? rows[^1].version : present;
        if (through == from && rows.Count == 0 && reseal.Count == 0) return default;
        var batch = new FaceBatch
        {
            TenantId = session.Tenant.Value,
            GateId = device.Gate.Value,
            BaseVersion = from,
            Version = through,
            Entries = [.. rows.Select(row => Entry(row, device.Gate.Value))],
            Reseal = reseal,
            Gates = await session.ListAsync<FaceGate>(
                """
                select f.gate_id as gateid, f.encryption_key as encryptionkey from face_gate f
                join gate g on g.tenant_id = f.tenant_id and g.gate_id = f.gate_id and g.retired_at is null
                where f.tenant_id = @tenant order by f.gate_id
                """, new { tenant = session.Tenant }, ct),
        };
        var payload = JsonSerializer.SerializeToUtf8Bytes(batch, ContractsJson.Default.FaceBatch);
        return (batch, await issuerKeys.SignDocumentAsync(session, SignedKinds.Faces, payload, ct));
    }

    /// <summary>Keys this gate has taken in and others lack.</summary>
    private static Task<IReadOnlyList<FaceReseal>> ResealAsync(TenantSession session, DevicePlace device, CancellationToken ct) => session.ListAsync<FaceReseal>(
        """
        select t.key_id as keyid, f.gate_id as gateid
        from face_template t
        join face_sealed_key mine on mine.tenant_id = t.tenant_id and mine.key_id = t.key_id and mine.gate_id = @gate
        join face_gate here on here.tenant_id = t.tenant_id and here.gate_id = @gate and here.applied_version >= mine.version
        join face_gate f on f.tenant_id = t.tenant_id and f.gate_id <> @gate
        join gate g on g.tenant_id = f.tenant_id and g.gate_id = f.gate_id and g.retired_at is null
        where t.tenant_id = @tenant and t.destroyed_at is null and not exists (
            select from face_sealed_key k where k.tenant_id = t.tenant_id and k.key_id = t.key_id and k.gate_id = f.gate_id)
        order by t.key_id limit @MostReseals
        """, new { tenant = session.Tenant, gate = device.Gate, MostReseals }, ct);

    private static FaceEntry Entry(FaceRow row, Guid gate) => row.ciphertext is null || row.box is null
        ? new FaceEntry(row.member_id, row.key_id)
        : new FaceEntry(row.member_id, row.key_id, new FaceEnvelope
        {
            MemberId = row.member_id, KeyId = row.key_id, ConsentId = row.consent_id, ModelSet = row.model_set, EnrolledAt = row.enrolled_at,
            Ciphertext = row.ciphertext, Keys = [new SealedFaceKey(row.key_id, gate, row.box)],
        });

    private sealed record FaceRow(
        Guid member_id, Guid key_id, Guid consent_id, string model_set, DateTimeOffset enrolled_at, byte[]? ciphertext, byte[]? box, long version);
}
