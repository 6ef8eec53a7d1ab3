namespace StudySpot.Edge.Gate;

/// <summary>What the machine wants done, in order.</summary>
public abstract record GateEffect
{
    private GateEffect() { }

    /// <summary>Decide about the reader's code and record it; answered by Granted or Refused.</summary>
    public sealed record Answer(string Reader) : GateEffect;

    /// <summary>Tell the person at the reader that staff is needed, and record it.</summary>
    public sealed record TurnAway(string Reader) : GateEffect;

    /// <summary>Forget the reader's code: the gate stands open.</summary>
    public sealed record Discard(string Reader) : GateEffect;

    /// <summary>Record the exit button and go on whether or not that worked: nobody is kept inside by a full disk.</summary>
    public sealed record RecordExitButton : GateEffect;

    /// <summary>Record a staff release; answered by Granted or, when it could not be recorded, Refused.</summary>
    public sealed record RecordStaffRelease(StaffRequest Request) : GateEffect;

    public sealed record RefuseStaff(StaffRequest Request) : GateEffect;

    /// <summary>Release the turnstile; answered by ReleaseEnded.</summary>
    public sealed record OpenFor(Release Release) : GateEffect;

    /// <summary>Record the passage, or that nobody entered; answered by Settled.</summary>
    public sealed record RecordEnd(Release Release, ReleaseEnd End) : GateEffect;

    /// <param name="Release">The release during which it happened, if one was under way.</param>
    public sealed record RaiseTurnstileFault(Release? Release) : GateEffect;

    public sealed record ClearTurnstileFault : GateEffect;

    /// <summary>Open and stay open.</summary>
    public sealed record HoldOpen : GateEffect;

    public sealed record RecordFireOpen : GateEffect;

    public sealed record RecordFireReset : GateEffect;

    /// <summary>Lock both directions; answered by LockEnded.</summary>
    public sealed record Lock : GateEffect;
}
