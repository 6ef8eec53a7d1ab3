using Microsoft.Extensions.Logging.Abstractions;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Faces;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Storage;
using StudySpot.Testing;

namespace StudySpot.Edge.Gate.Tests.Faces;

/// <summary>One gate's faces on real storage and real keys.</summary>
public sealed class EnrollingGate : IGateClock, IConnectivity, IDisposable
{
    public const string ModelSet = "set-1";
    public static readonly Guid Tenant = Guid.Parse("0192bbbb-0000-7000-8000-000000000001");
    public static readonly Guid Consent = Guid.Parse("0192bbbb-0000-7000-8000-0000000000c1");
    public static readonly Guid Staff = Guid.Parse("0192bbbb-0000-7000-8000-0000000000a1");

    private readonly ScratchFolder _scratch = new();
    private readonly SqliteGateStore _log;

    public EnrollingGate(byte number)
    {
        Id = new Guid(0x0192bbbb, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0x9a, number);
        _log = SqliteGateStore.Open(new SqliteGateStoreOptions { Folder = _scratch.Path, GateId = Id, Machine = "board" }, Time);
        Parts = new GateParts
        {
            Place = new GatePlace(new TenantId(Tenant), new HallId(Id), new GateId(Id)), Turnstile = new SimulatedTurnstile(Time), Readers = [], Store = _log, Clock = this,
            Time = Time, Logger = NullLogger.Instance, Connectivity = this,
        };
        Open();
    }

    public Guid Id { get; }
    public SettableTime Time { get; } = new();
    public GateParts Parts { get; }
    public GateFaceKeys Keys { get; private set; } = null!;
    public SqliteFaceStore Store { get; private set; } = null!;
    public FaceKeeper Keeper { get; private set; } = null!;
    public string Folder => _scratch.Path;
    public bool IsOnline => true;
    public Guid BootId => Id;
    public long MonotonicMs => 0;
    public List<MemberId> Changed { get; } = [];
    public IReadOnlyList<GateEvent> Events => _log.ReadLog(1, 1000, 1000);

    public ClockReading Read() => new(NodaTime.Instant.FromDateTimeOffset(Time.GetUtcNow()), ClockQuality.Synchronised, NodaTime.Duration.Zero);

    public void Open(string modelSet = ModelSet)
    {
        Store?.Dispose();
        Keys?.Dispose();
        Keys = GateFaceKeys.Open(_scratch.Path);
        Store = new SqliteFaceStore(_scratch.Path, Keys.Encryption.PublicKey);
        Keeper = new FaceKeeper(Keys, Store, modelSet, Parts);
        Keeper.Changed += Changed.Add;
    }

    public static MemberId Member(byte number) => new(new Guid(0x0192bbbb, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, 0x3e, number));

    /// <summary>A unit vector that differs for each seed.</summary>
    public static FaceTemplate View(int seed)
    {
        var vector = new float[512];
        for (var i = 0; i < vector.Length; i++) vector[i] = MathF.Sin(seed * 31 + i * (1 + seed % 7));
        var length = MathF.Sqrt(vector.Sum(x => x * x));
        for (var i = 0; i < vector.Length; i++) vector[i] /= length;
        return new FaceTemplate(new Guid(0x0192bbbb, 0, 0x7000, 0x80, 0, 0, 0, 0, 0, (byte)(seed >> 8), (byte)seed), vector, DateTimeOffset.UnixEpoch.AddDays(20_000));
    }

    public void Enrol(MemberId member, params ReadOnlySpan<FaceTemplate> views) => Keeper.Enrol(member, Consent, views.ToArray(), Staff);

    public FaceEnvelope Envelope => Keeper.ReadReports(100).Select(report => report.Enrolled).OfType<FaceEnvelope>().Last();

    /// <summary>A batch of the cloud that follows what the gate has.</summary>
    public FaceBatch Batch(params IReadOnlyList<FaceEntry> entries) => new()
    {
        TenantId = Tenant, GateId = Id, BaseVersion = Store.Version == 0 ? 0 : Store.Version, Version = Store.Version + 1, Entries = entries,
    };

    public void Dispose()
    {
        Store.Dispose();
        Keys.Dispose();
        _log.Dispose();
        _scratch.Dispose();
    }
}
