using StudySpot.Crypto;

namespace StudySpot.Access.Rules;

/// <summary>The phone the credential belongs to signed this code.</summary>
internal sealed class CodeSignature() : AccessRule(AccessRules.CodeSignature, Asked.Always)
{
    public override RuleAnswer Evaluate(in Question question)
    {
        var signed = question.Code is { } code
            && question.HolderSuite == Suites.Ed25519
            && Ed25519.Verify(question.HolderKey.Span, code.SignedBytes.Span, code.Signature.Span);
        return signed ? RuleAnswer.Allow : RuleAnswer.Deny(Reason.BadSignature);
    }
}
