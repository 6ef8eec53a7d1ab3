namespace StudySpot.Access.Rules;

/// <summary>This very code was not accepted before.</summary>
internal sealed class CodeReplay() : AccessRule(AccessRules.CodeReplay, Asked.Always)
{
    public override RuleAnswer Evaluate(in Question question) =>
        question.Input.Memory.NonceSeen ? RuleAnswer.Deny(Reason.Replayed) : RuleAnswer.Allow;
}
