using NodaTime;

namespace StudySpot.Access.Rules;

/// <summary>The member is active and today is not after the last paid day of the hall's calendar.</summary>
internal sealed class MemberActive() : AccessRule(AccessRules.MemberActive, Asked.OnEntryWhenListed)
{
    public override RuleAnswer Evaluate(in Question question)
    {
        if (question.Member is not { } member)
        {
            // The roster knows the credential but not its member: broken, so closed. A fresh credential counts as active.
            return question.Fresh is not null && question.Input.Member is null ? RuleAnswer.Allow : RuleAnswer.Deny(Reason.MemberNotActive);
        }
        if (member.Status != MemberStatus.Active) return RuleAnswer.Deny(Reason.MemberNotActive);
        if (member.ValidThrough is not { } lastDay || !question.Time.Trusted) return RuleAnswer.Allow;
        var today = question.Time.Now.InZone(question.Policy.Zone).Date;
        return today > lastDay.WithCalendar(CalendarSystem.Iso) ? RuleAnswer.Deny(Reason.MemberNotActive) : RuleAnswer.Allow;
    }
}
