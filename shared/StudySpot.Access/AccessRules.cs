using StudySpot.Access.Rules;

namespace StudySpot.Access;

/// <summary>Ids of the rules, stable in policies and events, in the order they are asked (docs/decision.md).</summary>
public static class AccessRules
{
    public const string CodeFormat = "code_format";
    public const string ClockTrusted = "clock_trusted";
    public const string RosterFresh = "roster_fresh";
    public const string CredentialKnown = "credential_known";
    public const string CodeSignature = "code_signature";
    public const string CodeTime = "code_time";
    public const string CodeReplay = "code_replay";
    public const string CredentialValid = "credential_valid";
    public const string MemberActive = "member_active";
    public const string HallAllowed = "hall_allowed";
    public const string HoursAllowed = "hours_allowed";
    public const string FaceAllowed = "face_allowed";
    public const string FacePicture = "face_picture";
    public const string FaceLive = "face_live";
    public const string FaceRecognised = "face_recognised";
    public const string FaceConsent = "face_consent";

    internal static AccessRule[] Ordered { get; } =
    [
        new CodeFormat(), new ClockTrusted(), new RosterFresh(), new CredentialKnown(), new CodeSignature(), new CodeTime(),
        new CodeReplay(), new CredentialValid(), new MemberActive(), new HallAllowed(), new HoursAllowed(),
    ];

    /// <summary>What is asked of a face: rules of its own, and those of <see cref="Ordered"/> that are about the gate and the member.</summary>
    internal static AccessRule[] FaceOrdered { get; } =
    [
        new FaceAllowed(), new FacePicture(), Of(ClockTrusted), Of(RosterFresh), new FaceLive(), new FaceRecognised(), new FaceConsented(),
        Of(MemberActive), Of(HallAllowed), Of(HoursAllowed),
    ];

    /// <summary>
    /// Every rule for codes, in order; what a policy lists unless the owner chose otherwise. Those for faces alone are always
    /// asked and never listed: a gate that did not know them yet would have to deny everybody.
    /// </summary>
    public static IReadOnlyList<string> All { get; } = [.. Ordered.Select(rule => rule.Id)];

    /// <summary>Asked whether a policy lists them or not: without them an allow would prove nothing.</summary>
    public static IReadOnlyList<string> AlwaysAsked { get; } = [.. Ordered.Where(rule => rule.Asked == Asked.Always).Select(rule => rule.Id)];

    /// <summary>Check before a list is saved; at the gate a bad list denies everybody.</summary>
    /// <returns>What is wrong with the list, for people; null when nothing is.</returns>
    public static string? FaultOf(IReadOnlyList<string>? rules)
    {
        if (rules is null || rules.Count == 0) return "The list of rules is empty; a gate would let nobody in.";
        for (var i = 0; i < rules.Count; i++)
        {
            if (IndexOf(rules[i]) < 0) return $"There is no rule '{rules[i]}'; the rules are {string.Join(", ", All)}.";
        }
        return null;
    }

    private static AccessRule Of(string id) => Ordered[IndexOf(id)];

    /// <summary>Place in <see cref="Ordered"/>, or -1.</summary>
    internal static int IndexOf(string? id)
    {
        for (var i = 0; i < Ordered.Length; i++)
        {
            if (string.Equals(Ordered[i].Id, id, StringComparison.Ordinal)) return i;
        }
        return -1;
    }
}
