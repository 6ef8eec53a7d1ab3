using Microsoft.Extensions.Logging.Abstractions;
using StudySpot.Access;
using StudySpot.Edge.Devices.Clock;
using StudySpot.Edge.Gate;
using StudySpot.Edge.Gate.Faces;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Storage;

namespace StudySpot.Edge.Tests.Commands;

/// <summary>The keeper of an installed gate's faces, on its files, as the gate composes it; as long as it is there the gate counts as running.</summary>
internal sealed class FacesOfAGate : IConnectivity, IDisposable
{
    public const string ModelSet = "set-1";

    private readonly SqliteGateStore _log;
    private readonly GateFaceKeys _keys;
    private readonly SqliteFaceStore _store;

    public FacesOfAGate(InstalledGate gate)
    {
        _log = gate.OpenStore();
        _keys = GateFaceKeys.Open(gate.DataFolder);
        _store = new SqliteFaceStore(gate.DataFolder, _keys.Encryption.PublicKey);
        Keeper = new FaceKeeper(_keys, _store, ModelSet, new GateParts
        {
            Place = new GatePlace(new TenantId(gate.Bundle.TenantId), new HallId(gate.Bundle.HallId), new GateId(gate.Bundle.GateId)),
            Turnstile = new NoTurnstile(), Readers = [], Store = _log, Clock = new SystemGateClock(TimeProvider.System, gate.ClockStamp),
            Time = TimeProvider.System, Logger = NullLogger.Instance, Connectivity = this,
        });
    }

    public FaceKeeper Keeper { get; }

    public bool IsOnline => false;

    public void Dispose()
    {
        _store.Dispose();
        _keys.Dispose();
        _log.Dispose();
    }

    /// <summary>Nobody walks through here.</summary>
    private sealed class NoTurnstile : ITurnstile
    {
        public event Action<GateInputSignal>? Signal { add { } remove { } }

        public Task<PassageResult> ReleaseAsync(Direction direction, TimeSpan timeout, CancellationToken ct) => Task.FromResult(PassageResult.Fault);

        public Task HoldOpenAsync(CancellationToken ct) => Task.CompletedTask;

        public Task LockAsync(CancellationToken ct) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
