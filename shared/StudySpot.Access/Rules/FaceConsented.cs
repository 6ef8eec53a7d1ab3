namespace StudySpot.Access.Rules;

internal sealed class FaceConsented() : AccessRule(AccessRules.FaceConsent, Asked.Always)
{
    public override RuleAnswer Evaluate(in Question question) =>
        question.Member is { FaceConsent: { } consent } member && (!member.Minor || consent.ByGuardian)
            ? RuleAnswer.Allow
            : RuleAnswer.Deny(Reason.FaceNoConsent);
}
