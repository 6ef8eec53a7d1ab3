namespace StudySpot.Edge.Gate;

/// <summary>What happens to the gate's machine.</summary>
public abstract record GateInput
{
    private GateInput() { }

    /// <summary>A code waits at a reader.</summary>
    public sealed record Presented(string Reader) : GateInput;

    /// <summary>A permission was recorded.</summary>
    public sealed record Granted(Release Release) : GateInput;

    /// <summary>A code was refused, or a permission could not be recorded.</summary>
    public sealed record Refused : GateInput;

    public sealed record ExitPressed : GateInput;

    public sealed record StaffAsked(StaffRequest Request) : GateInput;

    public sealed record ReleaseEnded(Release Release, ReleaseEnd End) : GateInput;

    /// <summary>What came of a release has been written down, or kept to be.</summary>
    public sealed record Settled : GateInput;

    public sealed record FireOn : GateInput;

    public sealed record FireOff : GateInput;

    /// <summary>An attempt to lock ended.</summary>
    public sealed record LockEnded(bool Locked) : GateInput;

    /// <summary>Time to try a faulty turnstile again.</summary>
    public sealed record Retry : GateInput;

    /// <summary>The gate's own software failed in between: nothing is known any more.</summary>
    public sealed record Lost : GateInput;
}
