using NodaTime;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Testing;

namespace StudySpot.Edge.Storage.Tests;

/// <summary>A folder, a clock, and stores opened in them; makers of events and roster entries.</summary>
public sealed class StoreFixture : IDisposable
{
    private readonly ScratchFolder _scratch = new();
    private readonly List<SqliteGateStore> _opened = [];

    public static readonly Guid Gate = Guid.Parse("0192aaaa-0000-7000-8000-000000000001");

    public SettableTime Time { get; } = new();

    public Instant Now => Instant.FromDateTimeOffset(Time.GetUtcNow());

    public string Folder => Path.Combine(_scratch.Path, "gate");

    public string Database => Path.Combine(Folder, "gate.db");

    public string Mark => Path.Combine(Folder, "gate.mark");

    public SqliteGateStore Open(Guid? gate = null, string machine = "board-1", string? folder = null, int? maxCodes = null, string? markFile = null)
    {
        var options = new SqliteGateStoreOptions { Folder = folder ?? Folder, GateId = gate ?? Gate, Machine = machine, MarkFile = markFile };
        if (maxCodes is { } max) options = options with { MaxRememberedCodes = max };
        var store = SqliteGateStore.Open(options, Time);
        _opened.Add(store);
        return store;
    }

    /// <summary>Moves the wall clock far without firing every timer between, then lets upkeep run once.</summary>
    public void Later(TimeSpan by)
    {
        Time.SetUtcNow(Time.GetUtcNow() + by);
        Time.Advance(TimeSpan.FromSeconds(5));
    }

    public NewEvent NewEvent(string kind = EventKinds.Decision) => new()
    {
        Event = new GateEvent
        {
            Id = Guid.CreateVersion7(Time.GetUtcNow()),
            Sequence = 0,
            Kind = kind,
            At = Time.GetUtcNow(),
            BootId = Gate,
            MonotonicMs = Time.GetTimestamp(),
            ClockQuality = "synchronised",
            Direction = "entry",
            Outcome = "allow",
            Reason = "allowed",
        },
    };

    /// <summary>The n-th credential of an invented roster; ids are in order.</summary>
    public static Guid CredentialId(int n) => new(n, 1, 2, [3, 4, 5, 6, 7, 8, 9, 10]);

    public RosterEntry Entry(int n) => new()
    {
        CredentialId = CredentialId(n),
        MemberId = new Guid(n, 7, 7, [7, 7, 7, 7, 7, 7, 7, 7]),
        Suite = 1,
        PublicKey = [.. Enumerable.Range(0, 32).Select(i => (byte)(n + i))],
        NotBefore = Time.GetUtcNow().AddDays(-1),
        NotAfter = Time.GetUtcNow().AddDays(365),
        Status = "active",
    };

    public RosterManifest Manifest(long version, int count, long baseVersion = 0) => new()
    {
        TenantId = Gate,
        Version = version,
        BaseVersion = baseVersion,
        IssuedAt = Time.GetUtcNow(),
        EntryCount = count,
        ChunkHashes = count == 0 ? [] : [new byte[32]],
    };

    public GatePolicy Policy(long version) => new()
    {
        TenantId = Gate, HallId = Gate, GateId = Gate, Version = version, Zone = "Asia/Kolkata", Rules = ["code_format"], IssuerKeys = [new byte[32]],
    };

    public void Dispose()
    {
        foreach (var store in _opened) store.Dispose();
        _scratch.Dispose();
    }
}
