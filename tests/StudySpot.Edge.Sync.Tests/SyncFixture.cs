using Microsoft.Extensions.Logging.Abstractions;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Storage;
using StudySpot.Mqtt;
using StudySpot.Testing;

namespace StudySpot.Edge.Sync.Tests;

/// <summary>A real broker, a gate's store on a real disk, sync between them, and the cloud's side played by the test.</summary>
public sealed class SyncFixture : IAsyncDisposable
{
    public const string Device = "gate-000000000001";

    public static readonly Guid Tenant = Guid.Parse("0192aaaa-0000-7000-8000-00000000000a");
    public static readonly Guid Hall = Guid.Parse("0192aaaa-0000-7000-8000-00000000000b");
    public static readonly Guid GateId = Guid.Parse("0192aaaa-0000-7000-8000-00000000000c");

    /// <summary>Short enough for tests; the product's are in SyncTimings.</summary>
    public static readonly SyncTimings Quick = new()
    {
        AckTimeout = TimeSpan.FromMilliseconds(500),
        AckTimeoutLimit = TimeSpan.FromSeconds(2),
        Heartbeat = TimeSpan.FromSeconds(1),
        SyncEvery = TimeSpan.FromMinutes(10),
        SyncSpacing = TimeSpan.FromMilliseconds(50),
        RosterPatience = TimeSpan.FromSeconds(1),
        ResendSpacing = TimeSpan.FromMilliseconds(10),
        RefusalBackoff = TimeSpan.FromMilliseconds(200),
        RefusalLimit = TimeSpan.FromSeconds(1),
        RestartAfter = TimeSpan.FromMilliseconds(100),
    };

    private readonly ScratchFolder _scratch = new();
    private CancellationTokenSource? _stop;
    private Task? _running;

    private SyncFixture(MosquittoBroker broker) => Broker = broker;

    public MosquittoBroker Broker { get; }
    public CloudSide Cloud { get; private set; } = null!;
    public SqliteGateStore Store { get; private set; } = null!;
    public StandingClock Clock { get; } = new();
    public ReleasingGate Gate { get; } = new();
    public SettableHealth Health { get; } = new();
    public RecordingFaces Faces { get; } = new();
    /// <summary>Where chunks wait for their roster.</summary>
    public string Incoming => _scratch.File("sync/roster");
    public SyncLoop Sync { get; private set; } = null!;

    /// <param name="acl">Null for the product's access list.</param>
    public static async Task<SyncFixture> StartAsync(SyncTimings? timings = null, string? acl = null, bool run = true)
    {
        var broker = acl is null ? await MosquittoBroker.StartAsync() : await MosquittoBroker.StartAsync(acl);
        var fixture = new SyncFixture(broker);
        fixture.Cloud = await CloudSide.StartAsync(broker, Device);
        fixture.OpenStore();
        if (run) await fixture.RunAsync(timings);
        return fixture;
    }

    public async Task RunAsync(SyncTimings? timings = null, bool untilOnline = true)
    {
        var (certificate, key) = Broker.Certificates.Client(Device);
        var bundle = new ProvisioningBundle
        {
            TenantId = Tenant,
            HallId = Hall,
            GateId = GateId,
            DeviceId = Device,
            BrokerHost = Broker.Host,
            BrokerPort = Broker.Port,
            CaCertificatePem = await File.ReadAllTextAsync(Broker.Certificates.CaFile),
            CertificatePem = await File.ReadAllTextAsync(certificate),
            PrivateKeyPem = await File.ReadAllTextAsync(key),
            IssuerKeys = [Cloud.Issuer.PublicKey],
        };
        Sync = new SyncLoop(bundle, new SyncParts(Store, Clock, Gate, Health, _scratch.File("sync"), "1.2.3") { Faces = Faces, Enrolments = Faces },
            BrokerConnection.Prepare(bundle, _scratch.File("keys")), TimeProvider.System, NullLogger<SyncLoop>.Instance, timings ?? Quick);
        _stop = new CancellationTokenSource();
        _running = Sync.RunAsync(_stop.Token);
        if (untilOnline) await Eventually.TrueAsync(() => Sync.IsOnline, "the gate is online");
    }

    /// <summary>Ends sync in order.</summary>
    public async Task StopAsync()
    {
        if (_running is null) return;
        await _stop!.CancelAsync();
        await _running.WaitAsync(TimeSpan.FromSeconds(20));
        _stop.Dispose();
        _running = null;
    }

    /// <summary>As a reset of the gate: the same computer, an empty log.</summary>
    public void OpenStore(string folder = "data") =>
        Store = SqliteGateStore.Open(new SqliteGateStoreOptions
        {
            Folder = _scratch.File(folder),
            GateId = GateId,
            Durability = SqliteDurability.NoSync,
            Machine = "board-1",
        }, TimeProvider.System);

    public void Append(int count, string kind = EventKinds.Decision, string? detail = null)
    {
        for (var i = 0; i < count; i++)
        {
            Store.Append(new NewEvent
            {
                Event = new GateEvent
                {
                    Id = NewId(),
                    Sequence = 0,
                    Kind = kind,
                    At = TimeProvider.System.GetUtcNow(),
                    BootId = Clock.BootId,
                    MonotonicMs = Clock.MonotonicMs,
                    ClockQuality = "synchronised",
                    Detail = detail is null ? null : System.Text.Json.JsonDocument.Parse(detail).RootElement,
                },
            });
        }
    }

    public static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    public GatePolicy Policy(long version) => new()
    {
        TenantId = Tenant,
        HallId = Hall,
        GateId = GateId,
        Version = version,
        Zone = "Asia/Kolkata",
        Rules = ["code_format"],
        IssuerKeys = [Cloud.Issuer.PublicKey],
    };

    public GateCommand Command() => new()
    {
        Id = NewId(),
        GateId = GateId,
        Kind = CommandKinds.Release,
        Direction = "entry",
        RequestedBy = NewId(),
        ExpiresAt = TimeProvider.System.GetUtcNow().AddSeconds(30),
    };

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Store.Dispose();
        await Cloud.DisposeAsync();
        await Broker.DisposeAsync();
        _scratch.Dispose();
    }
}
