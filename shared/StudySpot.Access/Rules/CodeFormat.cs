using StudySpot.Crypto;

namespace StudySpot.Access.Rules;

/// <summary>The text was one of our codes, of a suite this version accepts.</summary>
internal sealed class CodeFormat() : AccessRule(AccessRules.CodeFormat, Asked.Always)
{
    public override RuleAnswer Evaluate(in Question question)
    {
        if (question.Code is not { } code)
        {
            return RuleAnswer.Deny(question.Input.Unreadable == Reason.UnsupportedCode ? Reason.UnsupportedCode : Reason.Malformed);
        }
        if (code.Suite != Suites.Ed25519 || code.Credential is { Suite: not Suites.Ed25519 }) return RuleAnswer.Deny(Reason.UnsupportedCode);
        var fits = code.Nonce.Length == PresentationCodec.NonceSize && code.Signature.Length == Ed25519.SignatureSize;
        return fits ? RuleAnswer.Allow : RuleAnswer.Deny(Reason.Malformed);
    }
}
