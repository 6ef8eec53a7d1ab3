using NodaTime;

namespace StudySpot.Access.Rules;

/// <summary>The hall's wall clock is within one of the member's windows. Wall time decides, so a clock change needs no special case.</summary>
internal sealed class HoursAllowed() : AccessRule(AccessRules.HoursAllowed, Asked.OnEntryWhenListed)
{
    private const int MinutesPerDay = 24 * 60;

    public override RuleAnswer Evaluate(in Question question)
    {
        var hours = question.Member?.Hours;
        if (hours is null or { Count: 0 } || !question.Time.Trusted) return RuleAnswer.Allow;
        var local = question.Time.Now.InZone(question.Policy.Zone).LocalDateTime;
        for (var i = 0; i < hours.Count; i++)
        {
            if (Holds(hours[i], local)) return RuleAnswer.Allow;
        }
        return RuleAnswer.Deny(Reason.OutsideHours);
    }

    internal static bool Holds(HoursWindow window, LocalDateTime local)
    {
        // A window that makes no sense opens nothing.
        if (window.From is < 0 or >= MinutesPerDay || window.To is < 0 or > MinutesPerDay) return false;
        var minute = local.Hour * 60 + local.Minute;
        var today = (int)local.DayOfWeek - 1;
        if (window.From < window.To) return Has(window.Days, today) && minute >= window.From && minute < window.To;
        return (Has(window.Days, today) && minute >= window.From) || (Has(window.Days, (today + 6) % 7) && minute < window.To);
    }

    private static bool Has(int days, int day) => (days >> day & 1) == 1;
}
