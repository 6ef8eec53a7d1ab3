namespace StudySpot.Access.Rules;

/// <summary>The roster is there and young enough to know who was revoked.</summary>
internal sealed class RosterFresh() : AccessRule(AccessRules.RosterFresh, Asked.OnEntryWhenListed)
{
    public override RuleAnswer Evaluate(in Question question)
    {
        if (question.Input.Roster is not { } roster) return RuleAnswer.Deny(Reason.RosterStale);
        if (!question.Time.Trusted) return RuleAnswer.Allow;
        var age = question.Time.Now - roster.IssuedAt;
        return age > GateTime.Bound(question.Policy.RosterMaxAge) ? RuleAnswer.Deny(Reason.RosterStale) : RuleAnswer.Allow;
    }
}
