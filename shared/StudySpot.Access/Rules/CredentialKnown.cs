using StudySpot.Crypto;

namespace StudySpot.Access.Rules;

/// <summary>The roster knows the credential, or the code carries one that the tenant's issuer signed and that is fresh.</summary>
internal sealed class CredentialKnown() : AccessRule(AccessRules.CredentialKnown, Asked.Always)
{
    public override RuleAnswer Evaluate(in Question question)
    {
        if (question.Known is not null) return RuleAnswer.Allow;
        if (question.Fresh is not { } fresh) return RuleAnswer.Deny(Reason.UnknownCredential);
        // A code may not borrow somebody else's credential.
        if (fresh.Id != question.Code?.CredentialId) return RuleAnswer.Deny(Reason.BadSignature);
        if (fresh.Tenant != question.Input.Place.Tenant) return RuleAnswer.Deny(Reason.HallNotAllowed);
        if (question.Time.Trusted && question.Time.Now - fresh.NotBefore > GateTime.Bound(question.Policy.FreshCredentialMaxAge))
        {
            return RuleAnswer.Deny(Reason.UnknownCredential);
        }
        return Verify(fresh, question.Policy.IssuerKeys);
    }

    private static RuleAnswer Verify(Credential credential, IReadOnlyList<ReadOnlyMemory<byte>>? issuerKeys)
    {
        var answer = RuleAnswer.Deny(Reason.UnknownCredential);
        for (var i = 0; i < (issuerKeys?.Count ?? 0); i++)
        {
            var key = issuerKeys![i].Span;
            if (key.Length != Ed25519.PublicKeySize || IssuerKeyId.Of(key) != credential.IssuerKeyId) continue;
            if (Ed25519.Verify(key, credential.SignedBytes.Span, credential.Signature.Span)) return RuleAnswer.Allow;
            answer = RuleAnswer.Deny(Reason.BadSignature);
        }
        return answer;
    }
}
