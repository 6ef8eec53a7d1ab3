namespace StudySpot.Access.Rules;

internal sealed class FaceAllowed() : AccessRule(AccessRules.FaceAllowed, Asked.Always)
{
    public override RuleAnswer Evaluate(in Question question) =>
        question.Policy.FaceAllowed ? RuleAnswer.Allow : RuleAnswer.Deny(Reason.FaceNotAllowed);
}
