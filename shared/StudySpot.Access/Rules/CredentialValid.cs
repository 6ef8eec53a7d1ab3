namespace StudySpot.Access.Rules;

/// <summary>The credential was not revoked and is within its own dates.</summary>
internal sealed class CredentialValid() : AccessRule(AccessRules.CredentialValid, Asked.OnEntryWhenListed)
{
    public override RuleAnswer Evaluate(in Question question)
    {
        if (question.Known is { Revoked: true }) return RuleAnswer.Deny(Reason.Revoked);
        if ((question.Known?.NotBefore ?? question.Fresh?.NotBefore) is not { } notBefore
            || (question.Known?.NotAfter ?? question.Fresh?.NotAfter) is not { } notAfter)
        {
            return RuleAnswer.Deny(Reason.UnknownCredential);
        }
        var time = question.Time;
        if (!time.Trusted) return RuleAnswer.Allow;
        // A phone enrolled this second must not find a gate that is a second behind.
        var latest = time.Now + time.Uncertainty + GateTime.Bound(question.Policy.FutureTolerance);
        return latest < notBefore || time.Now >= notAfter ? RuleAnswer.Deny(Reason.CredentialExpired) : RuleAnswer.Allow;
    }
}
