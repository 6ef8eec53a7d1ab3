namespace StudySpot.Access.Rules;

/// <summary>The member's plan, and the carried credential, are for this hall.</summary>
internal sealed class HallAllowed() : AccessRule(AccessRules.HallAllowed, Asked.OnEntryWhenListed)
{
    public override RuleAnswer Evaluate(in Question question)
    {
        var hall = question.Input.Place.Hall;
        if (question.Fresh?.Hall is { } only && only != hall) return RuleAnswer.Deny(Reason.HallNotAllowed);
        var halls = question.Member?.Halls;
        return halls is null or { Count: 0 } || halls.Contains(hall) ? RuleAnswer.Allow : RuleAnswer.Deny(Reason.HallNotAllowed);
    }
}
