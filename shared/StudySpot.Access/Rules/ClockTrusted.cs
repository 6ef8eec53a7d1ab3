namespace StudySpot.Access.Rules;

/// <summary>The gate knows the time well enough to judge a code; if not, a person must.</summary>
internal sealed class ClockTrusted() : AccessRule(AccessRules.ClockTrusted, Asked.Always)
{
    public override RuleAnswer Evaluate(in Question question) =>
        question.Time.Trusted ? RuleAnswer.Allow : RuleAnswer.NeedsStaff(Reason.GateClockUntrusted);
}
