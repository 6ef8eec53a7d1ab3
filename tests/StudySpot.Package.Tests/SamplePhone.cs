using NodaTime;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Crypto;
using StudySpot.Edge.Storage;

namespace StudySpot.Package.Tests;

/// <summary>One hall with one member, whose phone makes codes, and the gate's memory that knows them.</summary>
internal sealed class SamplePhone : IDisposable
{
    private readonly Ed25519PrivateKey _phone = Ed25519PrivateKey.Generate();
    private readonly Ed25519PrivateKey _issuer = Ed25519PrivateKey.Generate();
    private readonly TimeProvider _time;
    private readonly Guid _credential;

    public SamplePhone(TimeProvider time)
    {
        _time = time;
        Tenant = Id();
        Gate = Id();
        Member = Id();
        _credential = Id();
    }

    public Guid Tenant { get; }
    public Guid Gate { get; }
    public Guid Member { get; }
    public byte[] IssuerKey => _issuer.PublicKey;

    /// <summary>A code that is good now.</summary>
    public string Code() => PresentationCodec.Encode(new PresentationDraft
    {
        CredentialId = new CredentialId(_credential),
        Time = Instant.FromDateTimeOffset(_time.GetUtcNow()),
        Nonce = RandomBytes.Get(PresentationCodec.NonceSize),
    }, _phone);

    /// <summary>Writes what the gate would know after its first sync.</summary>
    public void Teach(string folder)
    {
        using var store = SqliteGateStore.Open(new SqliteGateStoreOptions { Folder = folder, GateId = Gate, Machine = "the test's host" }, _time);
        var taught = store.ApplyPolicy(new GatePolicy
        {
            TenantId = Tenant, HallId = Tenant, GateId = Gate, Version = 1, Zone = "Asia/Kolkata", Rules = [.. AccessRules.All], IssuerKeys = [_issuer.PublicKey],
            // Nobody who walks here is as slow as an emulated processor.
            PassageTimeoutSeconds = 30,
        }, [1]) && store.ApplyRoster(new RosterManifest
        {
            TenantId = Tenant, Version = 1, BaseVersion = 0, IssuedAt = _time.GetUtcNow(), EntryCount = 1, ChunkHashes = [new byte[32]],
        }, [new RosterEntry
        {
            CredentialId = _credential, MemberId = Member, Suite = Suites.Ed25519, PublicKey = _phone.PublicKey, Status = "active",
            NotBefore = _time.GetUtcNow().AddDays(-1), NotAfter = _time.GetUtcNow().AddDays(90),
        }]);
        if (!taught) throw new InvalidOperationException("The store took neither policy nor roster.");
    }

    /// <summary>What a gate's memory holds of its present incarnation, in order.</summary>
    /// <param name="machine">As the gate's user reads it: the log begins anew on another computer.</param>
    public IReadOnlyList<GateEvent> Recall(string folder, string machine)
    {
        using var store = SqliteGateStore.Open(new SqliteGateStoreOptions { Folder = folder, GateId = Gate, Machine = machine }, _time);
        return store.ReadLog(1, 1000, 1000);
    }

    public void Dispose()
    {
        _phone.Dispose();
        _issuer.Dispose();
    }

    private Guid Id() => Guid.CreateVersion7(_time.GetUtcNow());
}
