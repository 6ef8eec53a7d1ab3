namespace StudySpot.Access.Rules;

internal sealed class FaceLive() : AccessRule(AccessRules.FaceLive, Asked.Always)
{
    public override RuleAnswer Evaluate(in Question question) =>
        // A threshold of nothing would call everything live; one that is no number compares as false.
        question.Face is { Verdict: not FaceVerdict.NotLive } face && face.LiveThreshold > 0 && face.Live >= face.LiveThreshold && face.Live <= 1
            ? RuleAnswer.Allow
            : RuleAnswer.Deny(Reason.FaceNotLive);
}
