namespace StudySpot.Access.Rules;

/// <summary>What one rule says.</summary>
internal readonly record struct RuleAnswer
{
    private RuleAnswer(Outcome outcome, Reason reason)
    {
        Outcome = outcome;
        Reason = reason;
    }

    public Outcome Outcome { get; }

    public Reason Reason { get; }

    public static RuleAnswer Allow { get; } = new(Outcome.Allow, Reason.Allowed);

    public static RuleAnswer NeedsStaff(Reason reason) => new(Outcome.NeedsStaff, reason);

    public static RuleAnswer Deny(Reason reason) => new(Outcome.Deny, reason);
}
