namespace StudySpot.Access.Rules;

/// <summary>When a rule is asked.</summary>
internal enum Asked
{
    /// <summary>Always, listed in the policy or not: without it nobody proved anything.</summary>
    Always,
    /// <summary>On the way in, when the policy lists it. Nobody is kept inside because a plan ended.</summary>
    OnEntryWhenListed,
}

/// <summary>One rule. Stateless; asked in the order of <see cref="AccessRules.All"/>.</summary>
internal abstract class AccessRule(string id, Asked asked)
{
    /// <summary>Stable name in policies and events.</summary>
    public string Id { get; } = id;

    public Asked Asked { get; } = asked;

    /// <summary>Never throws. Asked only when no earlier rule denied.</summary>
    public abstract RuleAnswer Evaluate(in Question question);
}
