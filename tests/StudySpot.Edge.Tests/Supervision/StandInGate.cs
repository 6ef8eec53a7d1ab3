using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Tests.Supervision;

/// <summary>A gate that is ready, turns and fails when the test says so.</summary>
internal sealed class StandInGate : IGatePulse, IGateHealth
{
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public event Action? Turned;

    public event Action? HealthChanged;

    public Task Ready => _ready.Task;

    public GateHealth Health { get; private set; } = new("idle", []);

    public void BecomeReady() => _ready.TrySetResult();

    public void Turn() => Turned?.Invoke();

    public void Become(string state, params string[] faults)
    {
        Health = new GateHealth(state, faults);
        HealthChanged?.Invoke();
    }
}
