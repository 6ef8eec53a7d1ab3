using StudySpot.Access;
using StudySpot.Cloud.Api.Broker;
using StudySpot.Cloud.Api.Features.Faces;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;
using StudySpot.Crypto;
using StudySpot.Mqtt;

namespace StudySpot.Cloud.Api.Features.Fleet;

/// <summary>
/// Writes down what gates did about faces, and only then says so to the gate. Everything may come twice. What makes no
/// sense is acknowledged too, or the gate would send it for ever.
/// </summary>
public sealed class FaceReporting(Directories directories, TenantDatabase database, GatePublisher publisher, GateNudges nudges, TimeProvider time, ILogger<FaceReporting> logger)
    : IBrokerListener
{
    private const int MostCiphertext = 64 * 1024;

    /// <summary>A key of 32 bytes and what sealing adds.</summary>
    private const int BoxBytes = SecretKey.Size + SealedBox.Overhead;

    private enum Outcome
    {
        /// <summary>Held; gates have news.</summary>
        Changed,
        /// <summary>Held already, or of no use.</summary>
        Nothing,
        /// <summary>Cannot be judged yet: the gate sends it again.</summary>
        Later,
    }

    public IReadOnlyList<string> Filters { get; } = [$"$share/api/{Topics.AllFaceReports}"];

    public async Task HandleAsync(MqttMessage message, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(message);
        if (Topics.DeviceIdOf(message.Topic) is not { } deviceId || await directories.FindDeviceAsync(deviceId, ct) is not { } device) return;
        if (Payload.TryDecode(message.Payload, ContractsJson.Default.FaceReport, out var report) != PayloadFault.None)
        {
            logger.LogWarning("A report on faces of device {Device} cannot be read", deviceId);
            return;
        }
        // A retired gate may still prove that it destroyed what it had; nothing else is taken from it.
        if (device.Retired && report!.Destroyed is null) return;
        var outcome = await database.InTenantAsync(device.Tenant, session => TakeAsync(session, device, report!, ct), ct);
        if (outcome == Outcome.Later) return;
        await publisher.SendAsync(Topics.FaceAck(device.DeviceId), new FaceAck(report!.Id), ContractsJson.Default.FaceAck, ct);
        if (outcome == Outcome.Changed) await nudges.NudgeAsync(device.Tenant, ct);
    }

    private Task<Outcome> TakeAsync(TenantSession session, DevicePlace device, FaceReport report, CancellationToken ct) => report switch
    {
        { Enrolled: { } envelope } => EnrolledAsync(session, device, envelope, ct),
        { Resealed: { } key } => ResealedAsync(session, device, key, ct),
        { Destroyed: { } proof } => DestroyedAsync(session, device, proof, ct),
        _ => Task.FromResult(Outcome.Nothing),
    };

    private async Task<Outcome> EnrolledAsync(TenantSession session, DevicePlace device, FaceEnvelope envelope, CancellationToken ct)
    {
        if (envelope.Ciphertext.Length is 0 or > MostCiphertext || envelope.ModelSet.Length > 200) return Refuse(device, "an envelope of the wrong size");
        var now = time.GetUtcNow();
        // The lock that every change of faces takes first.
        var version = await FaceVersions.BumpAsync(session, ct);
        var arguments = new
        {
            tenant = session.Tenant, key = envelope.KeyId, member = envelope.MemberId, consent = envelope.ConsentId, gate = device.Gate, envelope.ModelSet,
            envelope.EnrolledAt, envelope.Ciphertext, version,
        };
        if (await session.GetAsync<bool>("select exists (select from face_template where tenant_id = @tenant and key_id = @key)", arguments, ct)) return Outcome.Nothing;
        if (!await session.GetAsync<bool>("select exists (select from member where tenant_id = @tenant and member_id = @member)", arguments, ct)) return Refuse(device, "nobody's face");
        await FaceKeys.DestroyOfMemberAsync(session, envelope.MemberId, now, ct);
        await session.ExecuteAsync(
            """
            insert into face_template (tenant_id, key_id, member_id, consent_id, gate_id, model_set, enrolled_at, ciphertext, version)
            values (@tenant, @key, @member, @consent, @gate, @ModelSet, @EnrolledAt, @Ciphertext, @version)
            """, arguments, ct);
        foreach (var box in envelope.Keys) await InsertBoxAsync(session, envelope.KeyId, box, version, ct);
        // Withdrawn while the gate was offline: it is told to destroy what it made.
        if (await FaceConsents.FindAsync(session, envelope.MemberId, ct) != envelope.ConsentId) await FaceKeys.DestroyAsync(session, envelope.KeyId, now, ct);
        return Outcome.Changed;
    }

    private async Task<Outcome> ResealedAsync(TenantSession session, DevicePlace device, SealedFaceKey key, CancellationToken ct)
    {
        var version = await FaceVersions.BumpAsync(session, ct);
        var lives = await session.GetAsync<bool>(
            "select exists (select from face_template where tenant_id = @tenant and key_id = @KeyId and destroyed_at is null)", new { tenant = session.Tenant, key.KeyId }, ct);
        // Only who has a key can have sealed it.
        var holds = await session.GetAsync<bool>(
            "select exists (select from face_sealed_key where tenant_id = @tenant and key_id = @KeyId and gate_id = @gate)", new { tenant = session.Tenant, key.KeyId, gate = device.Gate }, ct);
        return lives && holds && await InsertBoxAsync(session, key.KeyId, key, version, ct) ? Outcome.Changed : Outcome.Nothing;
    }

    private static async Task<bool> InsertBoxAsync(TenantSession session, Guid keyId, SealedFaceKey box, long version, CancellationToken ct) =>
        box.KeyId == keyId && box.Box.Length == BoxBytes && await session.ExecuteAsync(
            """
            insert into face_sealed_key (tenant_id, key_id, gate_id, box, version)
            select @tenant, @keyId, g.gate_id, @Box, @version from gate g where g.tenant_id = @tenant and g.gate_id = @GateId and g.retired_at is null
            on conflict do nothing
            """, new { tenant = session.Tenant, keyId, box.GateId, box.Box, version }, ct) > 0;

    private async Task<Outcome> DestroyedAsync(TenantSession session, DevicePlace device, FaceKeyProof proof, CancellationToken ct)
    {
        var signingKey = await session.FindAsync<byte[]>("select signing_key from face_gate where tenant_id = @tenant and gate_id = @gate",
            new { tenant = session.Tenant, gate = device.Gate }, ct);
        if (signingKey is null) return Outcome.Later;
        var said = FaceKeyProof.SignedBytes(session.Tenant.Value, device.Gate.Value, proof.MemberId, proof.KeyId, proof.At);
        if (proof.GateId != device.Gate.Value || !Ed25519.Verify(signingKey, said, proof.Signature)) return Refuse(device, "a proof that it did not sign");
        await session.ExecuteAsync(
            """
            update face_key_proof p set destroyed_at = @At, signature = @Signature, signing_key = @signingKey, received_at = @now
            from face_template t
            where p.tenant_id = @tenant and p.key_id = @KeyId and p.gate_id = @gate and p.destroyed_at is null
              and t.tenant_id = p.tenant_id and t.key_id = p.key_id and t.member_id = @MemberId
            """, new { tenant = session.Tenant, gate = device.Gate, proof.KeyId, proof.MemberId, proof.At, proof.Signature, signingKey, now = time.GetUtcNow() }, ct);
        return Outcome.Nothing;
    }

    private Outcome Refuse(DevicePlace device, string what)
    {
        logger.LogWarning("Gate {Gate} reported {What}", device.Gate, what);
        return Outcome.Nothing;
    }
}
