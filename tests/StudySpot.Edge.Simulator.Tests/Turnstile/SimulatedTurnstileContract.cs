using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Simulator.Turnstile;
using StudySpot.Testing;
using StudySpot.Testing.Turnstile;

namespace StudySpot.Edge.Simulator.Tests.Turnstile;

public sealed class SimulatedTurnstileContract : TurnstileContract
{
    protected override Task<ITurnstileRig> CreateAsync(People people) => Task.FromResult<ITurnstileRig>(new Rig(people));

    private sealed class Rig : ITurnstileRig
    {
        private readonly SettableTime _time = new();
        private readonly SimulatedTurnstile _turnstile;

        public Rig(People people)
        {
            _turnstile = new SimulatedTurnstile(_time);
            _turnstile.Behave(people switch { People.Walk => PersonBehaviour.Walks, People.Tailgate => PersonBehaviour.Tailgates, _ => PersonBehaviour.Stays });
        }

        public ITurnstile Turnstile => _turnstile;

        public bool IsLocked => _turnstile.View.Arm == ArmState.Locked;

        public Task UntilAsync(Func<bool> so, string what) => Eventually.TrueAsync(() =>
        {
            if (so()) return true;
            _time.Advance(TimeSpan.FromMilliseconds(100));
            return so();
        }, what);

        public Task PressExitAsync() => Now(_turnstile.PressExit);

        public Task TurnStaffKeyAsync() => Now(_turnstile.TurnStaffKey);

        public Task SetFireAsync(bool active) => Now(() => _turnstile.SetFire(active));

        public Task SetTamperedAsync(bool open) => Now(() => _turnstile.SetTampered(open));

        public Task ForceAsync() => Now(_turnstile.Force);

        public Task UnplugAsync() => Now(() => _turnstile.SetPlugged(false));

        public Task PlugAsync() => Now(() => _turnstile.SetPlugged(true));

        public ValueTask DisposeAsync() => _turnstile.DisposeAsync();

        private static Task Now(Action what)
        {
            what();
            return Task.CompletedTask;
        }
    }
}
