using StudySpot.Cloud.Api.Tests.Fleet;
using StudySpot.Contracts;
using StudySpot.Crypto;
using StudySpot.Testing;

namespace StudySpot.Cloud.Api.Tests.Faces;

/// <summary>A gate that recognises faces, as the cloud sees it: real keys, real boxes, real proofs.</summary>
public sealed class FacingGate : IAsyncDisposable
{
    private FacingGate(GateSide side) => Side = side;

    public GateSide Side { get; }
    public Guid Id => Side.Bundle.GateId;
    public SealedBoxPrivateKey Encryption { get; } = SealedBoxPrivateKey.Generate();
    public Ed25519PrivateKey Signing { get; } = Ed25519PrivateKey.Generate();
    public long Version { get; private set; }

    /// <summary>Members' keys it can open, by id.</summary>
    public Dictionary<Guid, byte[]> Keys { get; } = [];

    public static async Task<FacingGate> StartAsync(ApiFixture api, FleetTenant tenant)
    {
        var gate = new FacingGate(await GateSide.ConnectAsync(api, await tenant.AddGateAsync()));
        await gate.SyncAsync(_ => true, answered: false);
        return gate;
    }

    public FaceState State => new(Encryption.PublicKey, Signing.PublicKey, "set-1", Version, Keys.Count);

    /// <summary>Asks, takes in and answers until something is so.</summary>
    public async Task SyncAsync(Func<FaceBatch, bool> until, bool answered = true)
    {
        if (!answered)
        {
            await Side.AskAsync(State);
            return;
        }
        var done = false;
        var asked = 0;
        await Eventually.TrueAsync(async () =>
        {
            // Again from time to time, as a gate does when nothing came; a batch that is overtaken does not follow and is dropped.
            if (asked++ % 10 == 0) await Side.AskAsync(State);
            while (Side.Faces.TryDequeue(out var batch))
            {
                if (batch.BaseVersion != Version) continue;
                await TakeAsync(batch);
                done |= until(batch);
            }
            return done;
        }, "the gate got what it waited for");
    }

    /// <summary>What a real gate makes: random numbers in place of a template.</summary>
    public (FaceEnvelope Envelope, byte[] Plain) Enrol(Guid member, Guid consent, params ReadOnlySpan<FacingGate> others)
    {
        using var key = SecretKey.Generate();
        var id = FleetTenant.NewId();
        Keys[id] = key.Export();
        var plain = RandomBytes.Get(1024);
        var keys = new List<SealedFaceKey> { new(id, Id, SealedBox.Seal(Encryption.PublicKey, Keys[id])) };
        foreach (var other in others) keys.Add(new SealedFaceKey(id, other.Id, SealedBox.Seal(other.Encryption.PublicKey, Keys[id])));
        return (new FaceEnvelope
        {
            MemberId = member, KeyId = id, ConsentId = consent, ModelSet = "set-1", EnrolledAt = TimeProvider.System.GetUtcNow(),
            Ciphertext = AuthenticatedEncryption.Seal(key, plain, []), Keys = keys,
        }, plain);
    }

    public async Task ReportAsync(FaceReport report)
    {
        await Side.ReportAsync(report);
        await Eventually.TrueAsync(() => Side.FaceAcks.Contains(report.Id), "the report was acknowledged");
    }

    public FaceKeyProof Prove(Guid tenant, Guid member, Guid key)
    {
        var at = TimeProvider.System.GetUtcNow();
        return new FaceKeyProof(member, key, Id, at, Signing.Sign(FaceKeyProof.SignedBytes(tenant, Id, member, key, at)));
    }

    public async ValueTask DisposeAsync()
    {
        await Side.DisposeAsync();
        Encryption.Dispose();
        Signing.Dispose();
    }

    private async Task TakeAsync(FaceBatch batch)
    {
        batch.GateId.ShouldBe(Id);
        Version = batch.Version;
        foreach (var entry in batch.Entries)
        {
            if (entry.Envelope is { } envelope)
            {
                SealedBox.TryOpen(Encryption, envelope.Keys.ShouldHaveSingleItem().Box, out var key).ShouldBeTrue();
                Keys[entry.KeyId] = key!;
                continue;
            }
            Keys.Remove(entry.KeyId);
            await Side.ReportAsync(new FaceReport { Id = FleetTenant.NewId(), Destroyed = Prove(batch.TenantId, entry.MemberId, entry.KeyId) });
        }
        foreach (var wanted in batch.Reseal.Where(one => Keys.ContainsKey(one.KeyId)))
        {
            var gate = batch.Gates.Single(one => one.GateId == wanted.GateId);
            await Side.ReportAsync(new FaceReport { Id = FleetTenant.NewId(), Resealed = new SealedFaceKey(wanted.KeyId, wanted.GateId, SealedBox.Seal(gate.EncryptionKey, Keys[wanted.KeyId])) });
        }
    }
}
