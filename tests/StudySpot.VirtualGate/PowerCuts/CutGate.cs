using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging.Abstractions;
using NodaTime;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Crypto;
using StudySpot.Edge.Gate;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Storage;
using StudySpot.VirtualGate.Machine;

namespace StudySpot.VirtualGate.PowerCuts;

/// <summary>
/// Inside the machine: a gate on the disk that will lose its power. Tells what it found, comes ready, then lets one phone
/// in again and again while acknowledgements, rosters and policies arrive, and says of each thing that it is stored only
/// after the store said so.
/// </summary>
internal sealed class CutGate : ICodeReader, ITurnstile, IGateClock, IConnectivity
{
    private static readonly Guid Id = Guid.Parse("0192aaaa-0000-7000-8000-000000000001");
    private static readonly GatePlace Place = new(new TenantId(Id), new HallId(Id), new GateId(Id));

    private readonly CutGateReport _report;
    private readonly SqliteGateStore _store;
    private readonly Ed25519PrivateKey _phone = Ed25519PrivateKey.FromSeed(new byte[32]);
    private readonly Channel<bool> _next = Channel.CreateUnbounded<bool>();
    private readonly TimeProvider _time;
    private long _shown;

    private CutGate(CutGateReport report, SqliteGateStore store, TimeProvider time)
    {
        _report = report;
        _store = store;
        _time = time;
    }

    public string Name => "reader:serial";

    public Direction Direction => Direction.Entry;

    public bool IsOnline => true;

    public Guid BootId { get; } = Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    public long MonotonicMs => (long)_time.GetElapsedTime(0).TotalMilliseconds;

    event Action<bool>? ICodeReader.HealthChanged { add { } remove { } }

    event Action<GateInputSignal>? ITurnstile.Signal { add { } remove { } }

    /// <param name="arguments">First sequence whose content is told; then "store", "careless" (without fsync) or "check" (ends after telling).</param>
    public static async Task<int> RunAsync(string folder, string arguments, TimeProvider time)
    {
        var words = arguments.Split('+');
        using var report = new CutGateReport(folder);
        using var store = SqliteGateStore.Open(new SqliteGateStoreOptions
        {
            Folder = Path.Combine(folder, "gate"), GateId = Id, Machine = "virtual-gate",
            Durability = words[1] == "careless" ? SqliteDurability.NoSync : SqliteDurability.Full,
        }, time);
        report.Tell(store, long.Parse(words[0], System.Globalization.CultureInfo.InvariantCulture));
        if (words[1] == "check") return 0;
        await new CutGate(report, store, time).RunAsync();
        return 0;
    }

    public ClockReading Read() => new(Instant.FromDateTimeOffset(_time.GetUtcNow()), ClockQuality.Synchronised, Duration.Zero);

    public async IAsyncEnumerable<ReadCode> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var _ in _next.Reader.ReadAllAsync(ct))
        {
            var nonce = new byte[6];
            BitConverter.TryWriteBytes(nonce.AsSpan(0, 4), (int)++_shown);
            yield return new ReadCode(PresentationCodec.Encode(new PresentationDraft
            {
                CredentialId = new CredentialId(CutRoster.Phone), Time = Read().Now, Nonce = nonce,
            }, _phone), _time.GetTimestamp());
        }
    }

    public Task<PassageResult> ReleaseAsync(Direction direction, TimeSpan timeout, CancellationToken ct)
    {
        // The relay would move now: the event that allows it must be on the disk.
        _report.Say("released");
        return Task.FromResult(PassageResult.Passed);
    }

    public Task HoldOpenAsync(CancellationToken ct) => Task.CompletedTask;

    public Task LockAsync(CancellationToken ct) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Runs until the power goes.</summary>
    private async Task RunAsync()
    {
        // The gate's loop is the only one that appends, so that sequences can be counted.
        var last = _store.Outbox.LastSequence;
        _store.Appended += () => _report.Stored(_store.ReadLog(++last, last, 1).Single());
        Deliver();
        var gate = new GateLoop(new GateParts
        {
            Place = Place, Turnstile = this, Readers = [this], Store = _store, Clock = this, Time = _time,
            Logger = NullLogger.Instance, Connectivity = this,
        });
        var ready = false;
        gate.Decided += _ =>
        {
            if (!ready) _report.Say("ready");
            ready = true;
        };
        gate.StateChanged += () =>
        {
            // Free again: the next person.
            if (gate.Snapshot.State == GateState.Idle) _next.Writer.TryWrite(true);
            else if (gate.Snapshot.State == GateState.Fault) _report.Say($"fault {string.Join(' ', gate.Snapshot.Faults)}");
        };
        var running = gate.RunAsync(CancellationToken.None);
        _next.Writer.TryWrite(true);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(300), _time);
        while (await timer.WaitForNextTickAsync())
        {
            if (running.IsCompleted) await running;
            Deliver();
        }
    }

    /// <summary>What sync does: the next roster and policy, and the acknowledgement of all but the newest few events.</summary>
    private void Deliver()
    {
        var version = (_store.Roster?.Version ?? 0) + 1;
        if (!_store.ApplyRoster(CutRoster.Manifest(version, _time.GetUtcNow()), CutRoster.Entries(version, _phone.PublicKey))) _report.Say($"fault roster {version} refused");
        _report.Say($"roster {version}");
        var policy = (_store.Policy?.Version ?? 0) + 1;
        if (!_store.ApplyPolicy(CutRoster.Policy(policy), [1])) _report.Say($"fault policy {policy} refused");
        _report.Say($"policy {policy}");
        var through = _store.Outbox.LastSequence - 3;
        if (through < 1) return;
        _store.Acknowledge(through);
        _report.Say($"acknowledged {through}");
    }
}
