namespace StudySpot.Edge.Gate.Ports;

/// <summary>What a turnstile knows of itself at one moment. Counts begin at 0 with the process and only grow, so that none is missed between two questions.</summary>
public sealed record TurnstileReport
{
    /// <summary>Why it cannot be driven at all now, for an installer; null while it can. It comes back by itself.</summary>
    public string? Lost { get; init; }

    /// <summary>Its housing is open.</summary>
    public bool Tampered { get; init; }

    /// <summary>The door stands open now. Always false for a turnstile with arms.</summary>
    public bool DoorOpen { get; init; }

    /// <summary>Times a relay was energised.</summary>
    public long RelayCycles { get; init; }

    /// <summary>Confirmed passages of releases.</summary>
    public long Passages { get; init; }

    /// <summary>Further people on a release that was meant for one.</summary>
    public long Tailgates { get; init; }

    /// <summary>Passages, or a door opened, without any release.</summary>
    public long Forced { get; init; }
}
