using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using StudySpot.Access;
using StudySpot.Benchmarks.Decision;
using StudySpot.Contracts;
using StudySpot.Edge.Gate;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Storage;

namespace StudySpot.Benchmarks.Gate;

/// <summary>One gate with a phone that always has a good code.</summary>
internal sealed class SampleDoor : IAsyncDisposable
{
    /// <summary>Longer than any disk that works; a door that does not open must end the benchmark, not hang it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly SamplePass _pass = new();
    private readonly FedReader _reader = new();
    private readonly InstantTurnstile _turnstile = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _idle = new(0);
    private readonly SqliteGateStore _store;
    private readonly GateLoop _loop;
    private Task _running = Task.CompletedTask;

    private SampleDoor(string folder, SqliteDurability durability)
    {
        _store = SqliteGateStore.Open(new SqliteGateStoreOptions { Folder = folder, GateId = _pass.Place.Gate.Value, Durability = durability }, TimeProvider.System);
        _loop = new GateLoop(new GateParts
        {
            Place = _pass.Place,
            Turnstile = _turnstile,
            Readers = [_reader],
            Store = _store,
            Clock = new FixedClock(),
            Time = TimeProvider.System,
            Logger = NullLogger.Instance,
            Connectivity = new Offline(),
        });
        _loop.StateChanged += () =>
        {
            if (_loop.Snapshot.State == GateState.Idle) _idle.Release();
        };
    }

    public static async Task<SampleDoor> OpenAsync(string folder, SqliteDurability durability)
    {
        var door = new SampleDoor(folder, durability);
        door.Provision();
        door._running = door._loop.RunAsync(door._stop.Token);
        await door.WalkThroughAsync(CancellationToken.None);
        return door;
    }

    /// <summary>Shows a new code and waits until the person is through and the gate idle again.</summary>
    /// <returns>Stopwatch ticks from the last byte of the code to the call of the turnstile.</returns>
    public async Task<long> WalkThroughAsync(CancellationToken ct)
    {
        var text = _pass.ShortCode();
        while (await _idle.WaitAsync(TimeSpan.Zero, ct)) { }
        var released = _turnstile.NextRelease();
        var lastByte = Stopwatch.GetTimestamp();
        _reader.Show(new ReadCode(text, lastByte));
        var at = await released.WaitAsync(Patience, ct);
        if (!await _idle.WaitAsync(Patience, ct)) throw new TimeoutException("The gate did not become idle again.");
        return at - lastByte;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _store.Dispose();
        _pass.Dispose();
        _stop.Dispose();
        _idle.Dispose();
    }

    private void Provision()
    {
        var policy = new GatePolicy
        {
            TenantId = _pass.Place.Tenant.Value,
            HallId = _pass.Place.Hall.Value,
            GateId = _pass.Place.Gate.Value,
            Version = 1,
            Zone = "Asia/Kolkata",
            Rules = AccessRules.All,
            IssuerKeys = [.. _pass.Policy.IssuerKeys.Select(key => key.ToArray())],
        };
        var roster = new RosterManifest
        {
            TenantId = _pass.Place.Tenant.Value,
            Version = 1,
            BaseVersion = 0,
            IssuedAt = SamplePass.Now.ToDateTimeOffset(),
            EntryCount = 1,
            ChunkHashes = [new byte[32]],
        };
        var entry = new RosterEntry
        {
            CredentialId = _pass.Credential.Id.Value,
            MemberId = _pass.Credential.Member.Value,
            Suite = Suites.Ed25519,
            PublicKey = _pass.Credential.PublicKey.ToArray(),
            NotBefore = _pass.Credential.NotBefore.ToDateTimeOffset(),
            NotAfter = _pass.Credential.NotAfter.ToDateTimeOffset(),
            Status = "active",
        };
        if (!_store.ApplyPolicy(policy, []) || !_store.ApplyRoster(roster, [entry])) throw new InvalidOperationException("The store refused the sample policy or roster.");
    }

    private sealed class FixedClock : IGateClock
    {
        public Guid BootId { get; } = Guid.CreateVersion7(SamplePass.Now.ToDateTimeOffset());

        public long MonotonicMs => Environment.TickCount64;

        public ClockReading Read() => new(SamplePass.Now, ClockQuality.Synchronised, Duration.Zero);
    }

    private sealed class Offline : IConnectivity
    {
        public bool IsOnline => false;
    }
}
