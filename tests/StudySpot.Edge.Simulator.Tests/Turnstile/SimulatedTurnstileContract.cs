using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Simulator.Turnstile;
using StudySpot.Testing;

namespace StudySpot.Edge.Simulator.Tests.Turnstile;

public sealed class SimulatedTurnstileContract : TurnstileContract
{
    protected override ITurnstileRig Create(bool walks) => new Rig(walks);

    private sealed class Rig : ITurnstileRig
    {
        private readonly SettableTime _time = new();
        private readonly SimulatedTurnstile _turnstile;

        public Rig(bool walks)
        {
            _turnstile = new SimulatedTurnstile(_time);
            _turnstile.Behave(walks ? PersonBehaviour.Walks : PersonBehaviour.Stays);
        }

        public ITurnstile Turnstile => _turnstile;

        public bool IsLocked => _turnstile.View.Arm == ArmState.Locked;

        public void Wait(TimeSpan time) => _time.Advance(time);

        public ValueTask DisposeAsync() => _turnstile.DisposeAsync();
    }
}
