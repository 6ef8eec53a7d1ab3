using System.Collections.Immutable;

namespace StudySpot.Edge.Gate;

/// <summary>Where the gate is between shut and open.</summary>
public enum GateState
{
    /// <summary>Locked, ready for a code.</summary>
    Idle,
    /// <summary>Released for one person who has not walked yet.</summary>
    Authorised,
    /// <summary>The sensor confirmed the passage; it is being recorded.</summary>
    Passed,
    /// <summary>Nobody walked; that is being recorded.</summary>
    TimedOut,
    /// <summary>The turnstile does not do as told. Ends with a successful lock.</summary>
    Fault,
    /// <summary>Open both ways until the fire input is reset.</summary>
    Fire,
}

/// <summary>
/// The gate's state machine: pure, immutable, without clock or I/O. Whoever drives it carries out the effects in order
/// and feeds their answers back before anything else.
/// </summary>
public sealed record GateMachine
{
    private static readonly IReadOnlyList<GateEffect> Nothing = [];

    /// <summary>Locked, nothing waiting.</summary>
    public static readonly GateMachine Initial = new();

    private GateMachine() { }

    public GateState State { get; private init; } = GateState.Idle;

    /// <summary>The permission being used, while <see cref="GateState.Authorised"/>.</summary>
    public Release? Current { get; private init; }

    /// <summary>Readers with a code that is answered after the present person; each at most once.</summary>
    public ImmutableList<string> WaitingReaders { get; private init; } = [];

    /// <summary>The exit button was pressed while the gate was busy.</summary>
    public bool ExitWaiting { get; private init; }

    /// <summary>The key switch was turned while the gate was busy.</summary>
    public StaffRequest? StaffWaiting { get; private init; }

    /// <summary>The fire input was reset and the turnstile told to lock.</summary>
    public bool Closing { get; private init; }

    public (GateMachine Next, IReadOnlyList<GateEffect> Effects) Handle(GateInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        return input switch
        {
            GateInput.FireOn => OnFire(),
            GateInput.FireOff => OnFireReset(),
            GateInput.Lost => Faulted(null),
            GateInput.LockEnded(var locked) => OnLockEnded(locked),
            GateInput.ReleaseEnded(var release, var end) => OnReleaseEnded(release, end),
            GateInput.Presented(var reader) => OnPresented(reader),
            GateInput.ExitPressed => OnExitPressed(),
            GateInput.StaffAsked(var request) => OnStaffAsked(request),
            GateInput.Granted(var release) when State == GateState.Idle =>
                (this with { State = GateState.Authorised, Current = release }, [new GateEffect.OpenFor(release)]),
            GateInput.Refused when State == GateState.Idle => Next(),
            GateInput.Settled when State is GateState.Passed or GateState.TimedOut => (this with { State = GateState.Idle, Current = null }).Next(),
            GateInput.Retry when State == GateState.Fault => (this, [new GateEffect.Lock()]),
            _ => (this, Nothing),
        };
    }

    private (GateMachine, IReadOnlyList<GateEffect>) OnPresented(string reader) => State switch
    {
        GateState.Idle => (this, [new GateEffect.Answer(reader)]),
        GateState.Fault => (this, [new GateEffect.TurnAway(reader)]),
        GateState.Fire => (this, [new GateEffect.Discard(reader)]),
        _ when WaitingReaders.Contains(reader) => (this, Nothing),
        _ => (this with { WaitingReaders = WaitingReaders.Add(reader) }, Nothing),
    };

    private (GateMachine, IReadOnlyList<GateEffect>) OnExitPressed() => State switch
    {
        GateState.Idle => (this, [new GateEffect.RecordExitButton()]),
        GateState.Fire => (this, Nothing),
        // Somebody wants out: try the turnstile at once; if it locks, it works, and the button is honoured.
        GateState.Fault => (this with { ExitWaiting = true }, [new GateEffect.Lock()]),
        _ => (this with { ExitWaiting = true }, Nothing),
    };

    private (GateMachine, IReadOnlyList<GateEffect>) OnStaffAsked(StaffRequest request) => State switch
    {
        GateState.Idle => (this, [new GateEffect.RecordStaffRelease(request)]),
        // A person far away is told and may ask again; a key turned at the gate is honoured when the way is free.
        _ when request.CommandId is not null || State == GateState.Fire => (this, [new GateEffect.RefuseStaff(request)]),
        GateState.Fault => (this with { StaffWaiting = request }, [new GateEffect.Lock()]),
        _ => (this with { StaffWaiting = request }, Nothing),
    };

    private (GateMachine, IReadOnlyList<GateEffect>) OnReleaseEnded(Release release, ReleaseEnd end)
    {
        if (State == GateState.Fire || Current != release)
        {
            // Fire came while somebody was walking: the passage happened all the same.
            return end == ReleaseEnd.Passed ? (this, [new GateEffect.RecordEnd(release, end)]) : (this, Nothing);
        }
        return end switch
        {
            ReleaseEnd.Passed => (this with { State = GateState.Passed }, [new GateEffect.RecordEnd(release, end)]),
            ReleaseEnd.TimedOut => (this with { State = GateState.TimedOut }, [new GateEffect.RecordEnd(release, end)]),
            ReleaseEnd.Fault => Faulted(release),
            _ => (this with { State = GateState.Idle, Current = null }).Next(),
        };
    }

    private (GateMachine, IReadOnlyList<GateEffect>) OnFire()
    {
        if (State == GateState.Fire) return Closing ? (this with { Closing = false }, [new GateEffect.HoldOpen(), new GateEffect.RecordFireOpen()]) : (this, Nothing);
        var effects = new List<GateEffect> { new GateEffect.HoldOpen(), new GateEffect.RecordFireOpen() };
        // A lock that succeeds after the fire says that the turnstile works; until then the fault stands.
        effects.AddRange(WaitingReaders.Select(reader => new GateEffect.Discard(reader)));
        return (Initial with { State = GateState.Fire }, effects);
    }

    private (GateMachine, IReadOnlyList<GateEffect>) OnFireReset() => State == GateState.Fire && !Closing
        ? (this with { Closing = true }, [new GateEffect.RecordFireReset(), new GateEffect.Lock()])
        : (this, Nothing);

    private (GateMachine, IReadOnlyList<GateEffect>) OnLockEnded(bool locked)
    {
        if (State == GateState.Fault && !locked) return (this with { ExitWaiting = false, StaffWaiting = null }, Nothing);
        if (State == GateState.Fault || (State == GateState.Fire && Closing && locked))
        {
            var (next, effects) = (this with { State = GateState.Idle, Current = null, Closing = false }).Next();
            return (next, [new GateEffect.ClearTurnstileFault(), .. effects]);
        }
        return State switch
        {
            GateState.Fire when !Closing => (this, Nothing),
            // The first lock, at start.
            GateState.Idle when locked => Next(),
            GateState.Fire or GateState.Idle => Faulted(null),
            _ => (this, Nothing),
        };
    }

    private (GateMachine, IReadOnlyList<GateEffect>) Faulted(Release? release)
    {
        var effects = new List<GateEffect> { new GateEffect.RaiseTurnstileFault(release) };
        effects.AddRange(WaitingReaders.Select(reader => new GateEffect.TurnAway(reader)));
        if (State == GateState.Fire && !Closing) return (this, effects);
        return (Initial with { State = GateState.Fault }, effects);
    }

    /// <summary>What waited longest and matters most: people on their way out, staff, then codes in the order they came.</summary>
    private (GateMachine, IReadOnlyList<GateEffect>) Next()
    {
        if (ExitWaiting) return (this with { ExitWaiting = false }, [new GateEffect.RecordExitButton()]);
        if (StaffWaiting is { } request) return (this with { StaffWaiting = null }, [new GateEffect.RecordStaffRelease(request)]);
        if (WaitingReaders.Count == 0) return (this, Nothing);
        return (this with { WaitingReaders = WaitingReaders.RemoveAt(0) }, [new GateEffect.Answer(WaitingReaders[0])]);
    }
}
