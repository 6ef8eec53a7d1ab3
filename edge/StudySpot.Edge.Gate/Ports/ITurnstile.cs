using StudySpot.Access;

namespace StudySpot.Edge.Gate.Ports;

/// <summary>How a release ended.</summary>
public enum PassageResult
{
    /// <summary>The sensor confirmed that somebody went through.</summary>
    Passed,
    /// <summary>Nobody went through in time; the turnstile is locked again.</summary>
    TimedOut,
    /// <summary>The mechanism did not do as told; its state is unknown, treat it as blocked.</summary>
    Fault,
}

/// <summary>The barrier at the door. One caller at a time.</summary>
public interface ITurnstile : IAsyncDisposable
{
    /// <summary>Releases once in a direction and waits for the passage. Ends locked, also when cancelled.</summary>
    /// <param name="timeout">How long somebody has to walk through.</param>
    Task<PassageResult> ReleaseAsync(Direction direction, TimeSpan timeout, CancellationToken ct);

    /// <summary>Opens and stays open in both directions (fire) until <see cref="LockAsync"/>.</summary>
    Task HoldOpenAsync(CancellationToken ct);

    /// <summary>Locks both directions.</summary>
    Task LockAsync(CancellationToken ct);

    /// <summary>Raised when somebody presses the exit button or the fire input changes, on any thread.</summary>
    event Action<GateInputSignal>? Signal;

    /// <summary>
    /// Level of the fire input now. Asked at start and once a second, so that an edge nobody heard still opens the gate;
    /// closing again takes <see cref="GateInputSignal.FireOff"/>.
    /// </summary>
    bool FireActive => false;

    /// <summary>What it knows of itself now; never blocks. Asked once a second.</summary>
    TurnstileReport Report => new();

    /// <summary>Shows the answer to a code on lamp and buzzer, where there are any. Never blocks or throws.</summary>
    void Show(Outcome answer) { }
}

/// <summary>Inputs wired beside the turnstile.</summary>
public enum GateInputSignal
{
    ExitButton,
    FireOn,
    FireOff,
    /// <summary>A key switch or button that only staff can reach: release once for entry.</summary>
    StaffRelease,
}
