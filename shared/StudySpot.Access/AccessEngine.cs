using NodaTime;
using StudySpot.Access.Rules;

namespace StudySpot.Access;

/// <summary>
/// The one decision function of gate and cloud. Pure: no I/O, no clock of its own, no logger. Thread-safe. Never throws on
/// any input and never allows without a valid signature or a live, recognised face with consent. The rules are described in docs/decision.md.
/// </summary>
public static class AccessEngine
{
    /// <summary><see cref="AccessDecision.RuleId"/> when every rule allowed.</summary>
    public const string AllRules = "all";

    /// <summary><see cref="AccessDecision.RuleId"/> when there was no policy to ask.</summary>
    public const string PolicyItself = "policy";

    public static AccessDecision Decide(DecisionInput input)
    {
        ArgumentNullException.ThrowIfNull(input);
        if (input.Policy is not { Zone: not null } policy || Listed(policy.Rules) is not { } listed)
        {
            return Answer(input, RuleAnswer.Deny(Reason.NoPolicy), PolicyItself, member: null);
        }

        var question = new Question(input, policy);
        var answer = RuleAnswer.Allow;
        var ruleId = AllRules;
        MemberId? member = null;
        foreach (var rule in input.Face is null ? AccessRules.Ordered : AccessRules.FaceOrdered)
        {
            if (rule.Asked == Asked.OnEntryWhenListed && (input.Direction == Direction.Exit || (listed >> AccessRules.IndexOf(rule.Id) & 1) == 0)) continue;
            var said = rule.Evaluate(question);
            if (said.Outcome > answer.Outcome)
            {
                answer = said;
                ruleId = rule.Id;
            }
            // Nothing outweighs a deny, and the earliest one names the reason: what comes later is not asked, so a code
            // that proved nothing learns nothing about the member.
            if (said.Outcome == Outcome.Deny) break;
            // Only a code that verified, or a face known with consent, is put down to a member.
            if (rule.Id is AccessRules.CodeSignature or AccessRules.FaceConsent) member = question.MemberId;
        }
        return Answer(input, answer, ruleId, member);
    }

    /// <summary>
    /// When a code can no longer be accepted by a gate of this policy, however its clock drifts while trusted: how long
    /// an accepted nonce must be remembered.
    /// </summary>
    public static Instant ForgetAfter(Instant codeTime, AccessPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        var span = GateTime.Bound(policy.CodeLifetime) + GateTime.Bound(policy.PhoneClockWrongBeyond);
        return WireTime.Holds(codeTime) ? codeTime + span : WireTime.End;
    }

    /// <summary>
    /// Decides again from stored evidence, with the policy of the version it names. The same answer as then, or null when
    /// the evidence cannot be read or names another version.
    /// </summary>
    public static AccessDecision? Rerun(DecisionEvidence evidence, AccessPolicy? policy)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        if (evidence.PolicyVersion != policy?.Version) return null;
        return evidence.ToInput(policy) is { } input ? Decide(input) : null;
    }

    /// <summary>A bit for each rule of the order; null for an empty list or an unknown rule.</summary>
    private static int? Listed(IReadOnlyList<string>? rules)
    {
        if (rules is null || rules.Count == 0) return null;
        var listed = 0;
        for (var i = 0; i < rules.Count; i++)
        {
            var index = AccessRules.IndexOf(rules[i]);
            if (index < 0) return null;
            listed |= 1 << index;
        }
        return listed;
    }

    private static AccessDecision Answer(DecisionInput input, RuleAnswer answer, string ruleId, MemberId? member) => new(
        answer.Outcome, answer.Reason, ruleId, input.Roster?.Version ?? 0, input.Policy?.Version ?? 0,
        member, input.Presentation?.CredentialId, input.Presentation?.Time - input.Clock.Now);
}
