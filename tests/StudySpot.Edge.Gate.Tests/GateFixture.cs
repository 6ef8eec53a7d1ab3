using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Crypto;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Storage;
using StudySpot.Testing;

namespace StudySpot.Edge.Gate.Tests;

/// <summary>A running gate on real storage and the real decision, with one active member and their phone.</summary>
public sealed class GateFixture : IAsyncDisposable, IGateClock, IConnectivity
{
    private readonly ScratchFolder _scratch = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Ed25519PrivateKey _phone = Ed25519PrivateKey.Generate();
    private readonly Ed25519PrivateKey _issuer = Ed25519PrivateKey.Generate();
    private Task? _running;
    private byte _nonce;

    public static readonly Guid Credential = Guid.Parse("0192aaaa-0000-7000-8000-000000000011");
    public static readonly Guid Member = Guid.Parse("0192aaaa-0000-7000-8000-000000000012");

    public GateFixture(string? folder = null, ILogger? logger = null)
    {
        var id = Guid.Parse("0192aaaa-0000-7000-8000-000000000001");
        Place = new GatePlace(new TenantId(id), new HallId(id), new GateId(id));
        Store = new UnreliableStore(SqliteGateStore.Open(new SqliteGateStoreOptions { Folder = folder ?? _scratch.Path, GateId = id, Machine = "board" }, Time));
        Turnstile = new SimulatedTurnstile(Time);
        Camera = new ManualReader("camera", Direction.Entry, Time);
        Serial = new ManualReader("reader:serial", Direction.Exit, Time);
        Faces = new ManualFaces(Time);
        Parts = new GateParts
        {
            Place = Place, Turnstile = Turnstile, Readers = [Camera, Serial], Store = Store, Clock = this, Time = Time,
            Logger = logger ?? NullLogger.Instance, Connectivity = this, Faces = Faces, FacesWait = () => FacesWait,
        };
        Loop = new GateLoop(Parts);
        Loop.Decided += Notices.Enqueue;
    }

    public SettableTime Time { get; } = new();
    public GatePlace Place { get; }
    public UnreliableStore Store { get; }
    public SimulatedTurnstile Turnstile { get; }
    public ManualReader Camera { get; }
    public ManualReader Serial { get; }
    public ManualFaces Faces { get; }
    public bool FacesWait { get; set; }
    public GateParts Parts { get; }
    public GateLoop Loop { get; }
    public ConcurrentQueue<DecisionNotice> Notices { get; } = new();
    public ClockQuality Quality { get; set; } = ClockQuality.Synchronised;
    public bool IsOnline { get; set; }
    public Guid BootId { get; } = Guid.Parse("0192aaaa-0000-7000-8000-0000000000ff");
    public long MonotonicMs => Time.GetTimestamp() / TimeSpan.TicksPerMillisecond;
    public Instant Now => Instant.FromDateTimeOffset(Time.GetUtcNow());
    public ClockReading Read() => new(Now, Quality, Duration.Zero);

    public IReadOnlyList<GateEvent> Events => Store.ReadLog(1, 1000, 1000);

    public string Kinds => string.Join(' ', Events.Select(e => e.Kind).Where(kind => kind is not EventKinds.Started and not EventKinds.RosterApplied and not EventKinds.PolicyApplied));

    public GateEvent[] Of(string kind) => [.. Events.Where(e => e.Kind == kind)];

    public async Task<GateFixture> StartAsync(string status = "active")
    {
        Store.ApplyPolicy(new GatePolicy
        {
            TenantId = Place.Tenant.Value, HallId = Place.Hall.Value, GateId = Place.Gate.Value, Version = 4, Zone = "Asia/Kolkata",
            Rules = [.. AccessRules.All], IssuerKeys = [_issuer.PublicKey], FaceAllowed = true,
        }, [1]);
        GiveRoster(7, status);
        Run();
        await Eventually.TrueAsync(() => Of(EventKinds.Started).Length == 1, "the gate has started");
        await Eventually.TrueAsync(() => Turnstile.Barrier != Barrier.Unknown || Loop.Snapshot.State != GateState.Idle, "the turnstile was told");
        return this;
    }

    public void Run() => _running = Loop.RunAsync(_stop.Token);

    public async Task StopAsync()
    {
        await _stop.CancelAsync();
        if (_running is not null) await _running.WaitAsync(TimeSpan.FromSeconds(30));
        _running = null;
    }

    public static readonly RosterFaceConsent Consent = new(Guid.Parse("0192aaaa-0000-7000-8000-000000000013"), ByGuardian: false);

    public void GiveRoster(long version, string status) => GiveRoster(version, status, Consent, minor: false);

    public void GiveRoster(long version, string status, RosterFaceConsent? consent, bool minor) => Store.ApplyRoster(new RosterManifest
    {
        TenantId = Place.Tenant.Value, Version = version, BaseVersion = 0, IssuedAt = Time.GetUtcNow(), EntryCount = 1, ChunkHashes = [new byte[32]],
    }, [new RosterEntry
    {
        CredentialId = Credential, MemberId = Member, Suite = 1, PublicKey = _phone.PublicKey, Status = status,
        NotBefore = Time.GetUtcNow().AddDays(-1), NotAfter = Time.GetUtcNow().AddDays(90), FaceConsent = consent, Minor = minor ? true : null,
    }]);

    /// <summary>A new code of the member's phone.</summary>
    public string Code(Duration? age = null) => PresentationCodec.Encode(new PresentationDraft
    {
        CredentialId = new CredentialId(Credential),
        Time = Now - (age ?? Duration.Zero),
        Nonce = new byte[] { ++_nonce, 2, 3, 4, 5, 6 },
    }, _phone);

    public Task UntilAsync(string kind, int count = 1) => Eventually.TrueAsync(() => Of(kind).Length >= count, $"{count} events of kind {kind}; there are: {Kinds}");

    public Task UntilNoticeAsync(int count = 1) => Eventually.TrueAsync(() => Notices.Count >= count, $"{count} answers");

    public Task UntilStateAsync(GateState state) => Eventually.TrueAsync(() => Loop.Snapshot.State == state, $"state {state}");

    /// <summary>Advances the clock in small steps until something is so.</summary>
    public Task AdvanceUntilAsync(Func<bool> so, string what) => Eventually.TrueAsync(() =>
    {
        if (so()) return true;
        Time.Advance(TimeSpan.FromSeconds(1));
        return so();
    }, what);

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Store.Dispose();
        _stop.Dispose();
        _phone.Dispose();
        _issuer.Dispose();
        _scratch.Dispose();
    }
}
