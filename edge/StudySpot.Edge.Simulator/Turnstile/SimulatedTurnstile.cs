using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Simulator.Turnstile;

/// <summary>What the person in front of the turnstile does when it is released.</summary>
public enum PersonBehaviour
{
    /// <summary>Walks through.</summary>
    Walks,
    /// <summary>Does not move until the time is over.</summary>
    Stays,
    /// <summary>Walks through with somebody close behind.</summary>
    Tailgates,
    /// <summary>Pushes so that the arm sticks half way; it stays stuck until the behaviour is changed.</summary>
    Jams,
}

/// <summary>How the arm stands.</summary>
public enum ArmState
{
    Locked,
    Released,
    Open,
    Jammed,
}

/// <summary>A tripod turnstile with a person in front of it. Keeps state; fails on command. Safe for concurrent use.</summary>
public sealed class SimulatedTurnstile(TimeProvider time) : ITurnstile
{
    /// <summary>A person walking at 1.3 m/s needs this for the 0.9 m through a tripod.</summary>
    public static readonly TimeSpan WalkThrough = TimeSpan.FromMilliseconds(700);

    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _oneCaller = new(1, 1);
    private TurnstileView _view = new(ArmState.Locked, null, 0, 0, 0, 0, PersonBehaviour.Walks, false);

    public event Action<GateInputSignal>? Signal;

    /// <summary>Everything at one moment.</summary>
    public TurnstileView View
    {
        get { lock (_gate) return _view; }
    }

    public bool FireActive => View.FireActive;

    public TurnstileReport Report
    {
        get
        {
            var view = View;
            return new TurnstileReport
            {
                Lost = view.Unplugged ? "The simulated board is unplugged." : null,
                Tampered = view.Tampered,
                DoorOpen = view.DoorOpen,
                RelayCycles = view.Releases,
                Passages = view.Passages,
                Tailgates = view.Tailgates,
                Forced = view.Forced,
            };
        }
    }

    public async Task<PassageResult> ReleaseAsync(Direction direction, TimeSpan timeout, CancellationToken ct)
    {
        await _oneCaller.WaitAsync(ct);
        try
        {
            ct.ThrowIfCancellationRequested();
            if (View.Arm == ArmState.Jammed || View.Unplugged) return PassageResult.Fault;
            Set(v => v with { Arm = ArmState.Released, Direction = direction, Releases = v.Releases + 1 });
            var person = View.Person;
            await Task.Delay(person != PersonBehaviour.Stays && WalkThrough < timeout ? WalkThrough : timeout, time, ct);
            if (View.Unplugged) return PassageResult.Fault;
            switch (person)
            {
                case PersonBehaviour.Walks or PersonBehaviour.Tailgates when WalkThrough < timeout:
                    if (person == PersonBehaviour.Tailgates) Set(v => v with { Tailgates = v.Tailgates + 1 });
                    Set(v => direction == Direction.Entry ? v with { Entries = v.Entries + 1, Turn = (v.Turn + 1) % 3 } : v with { Exits = v.Exits + 1, Turn = (v.Turn + 2) % 3 });
                    return PassageResult.Passed;
                case PersonBehaviour.Jams:
                    Set(v => v with { Arm = ArmState.Jammed });
                    return PassageResult.Fault;
                default:
                    return PassageResult.TimedOut;
            }
        }
        finally
        {
            Set(v => v.Arm == ArmState.Released ? v with { Arm = ArmState.Locked, Direction = null } : v);
            _oneCaller.Release();
        }
    }

    /// <remarks>The arms drop at once, whatever else goes on: neither a release under way nor a jam keeps anybody inside.</remarks>
    public Task HoldOpenAsync(CancellationToken ct)
    {
        Set(v => v with { Arm = v.Unplugged ? v.Arm : ArmState.Open, HeldOpen = true, Direction = null });
        return View.Unplugged ? throw new InvalidOperationException("The simulated board is unplugged.") : Task.CompletedTask;
    }

    /// <exception cref="InvalidOperationException">The arm sticks half way and cannot lock, or the board is unplugged.</exception>
    public async Task LockAsync(CancellationToken ct)
    {
        await _oneCaller.WaitAsync(ct);
        try
        {
            if (View is { Arm: ArmState.Jammed, Person: PersonBehaviour.Jams }) throw new InvalidOperationException("The arm sticks half way.");
            Set(v => v with { HeldOpen = false });
            if (View.Unplugged) throw new InvalidOperationException("The simulated board is unplugged.");
            Set(v => v with { Arm = ArmState.Locked, Direction = null });
        }
        finally
        {
            _oneCaller.Release();
        }
    }

    /// <summary>Changes what the person does at the next release.</summary>
    public void Behave(PersonBehaviour person) => Set(v => v with { Person = person });

    /// <summary>Opens or closes the housing.</summary>
    public void SetTampered(bool open) => Set(v => v with { Tampered = open });

    /// <summary>Opens or closes the door by hand, as a wedge does.</summary>
    public void SetDoor(bool open) => Set(v => v with { DoorOpen = open });

    /// <summary>Somebody climbs over.</summary>
    public void Force() => Set(v => v with { Forced = v.Forced + 1 });

    /// <summary>Takes the board away, which drops every relay, or brings it back; then it opens again if it was held open.</summary>
    public void SetPlugged(bool plugged) => Set(v => v with
    {
        Unplugged = !plugged,
        Arm = v.Arm == ArmState.Jammed ? v.Arm : plugged && v.HeldOpen ? ArmState.Open : ArmState.Locked,
    });

    public void PressExit() => Signal?.Invoke(GateInputSignal.ExitButton);

    public void TurnStaffKey() => Signal?.Invoke(GateInputSignal.StaffRelease);

    /// <summary>Sets the fire input.</summary>
    public void SetFire(bool active)
    {
        Set(v => v with { FireActive = active });
        Signal?.Invoke(active ? GateInputSignal.FireOn : GateInputSignal.FireOff);
    }

    public ValueTask DisposeAsync()
    {
        _oneCaller.Dispose();
        return ValueTask.CompletedTask;
    }

    private void Set(Func<TurnstileView, TurnstileView> change)
    {
        lock (_gate) _view = change(_view);
    }
}

/// <summary>The turnstile at one moment.</summary>
/// <param name="Direction">Released towards; null otherwise.</param>
/// <param name="Turn">Which of the three arms is in front, 0 to 2.</param>
/// <param name="Releases">Since start.</param>
public sealed record TurnstileView(
    ArmState Arm, Direction? Direction, int Turn, int Releases, int Entries, int Exits, PersonBehaviour Person, bool FireActive)
{
    public int Passages => Entries + Exits;
    public bool Tampered { get; init; }
    public bool DoorOpen { get; init; }
    public bool Unplugged { get; init; }
    /// <summary>Told to stand open until it is locked.</summary>
    public bool HeldOpen { get; init; }
    public int Tailgates { get; init; }
    public int Forced { get; init; }
}
