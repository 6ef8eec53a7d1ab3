namespace StudySpot.Edge.Gate.Ports;

/// <summary>Signs of life of the gate's loop, for whatever starts it again when it hangs. Safe for concurrent use.</summary>
public interface IGatePulse
{
    /// <summary>
    /// Completes when the turnstile has answered for the first time: locked, held open for fire, or known not to obey,
    /// which is a fault that the gate reports. Store and readers are open by then.
    /// </summary>
    Task Ready { get; }

    /// <summary>
    /// Raised on the loop's own thread about once a second, after it has looked after its parts; must not block. A loop that hangs or
    /// fails stops raising it. Watchdogs are fed by this and by nothing else.
    /// </summary>
    event Action? Turned;
}
