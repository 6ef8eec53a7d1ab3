namespace StudySpot.Access.Rules;

internal sealed class FacePicture() : AccessRule(AccessRules.FacePicture, Asked.Always)
{
    public override RuleAnswer Evaluate(in Question question) =>
        // A code beside the face is a caller's mistake: neither may lend the other what it lacks.
        question.Face is { Verdict: not FaceVerdict.Poor, Frames: > 0 } && question.Code is null
            ? RuleAnswer.Allow
            : RuleAnswer.Deny(Reason.FacePoorPicture);
}
