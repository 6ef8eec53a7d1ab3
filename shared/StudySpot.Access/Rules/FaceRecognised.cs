namespace StudySpot.Access.Rules;

internal sealed class FaceRecognised() : AccessRule(AccessRules.FaceRecognised, Asked.Always)
{
    /// <summary>A cosine of unit vectors in single precision, with room for its rounding.</summary>
    private const float Most = 1.001f;

    public override RuleAnswer Evaluate(in Question question)
    {
        if (question.Face is not { } face || face.Verdict is not (FaceVerdict.Accept or FaceVerdict.StepUp)) return RuleAnswer.Deny(Reason.FaceNotRecognised);
        var recognised = face.Verdict == FaceVerdict.Accept && face.Nearest is not null
            && face.Threshold > 0 && face.Similarity >= face.Threshold && face.Similarity <= Most
            && (face.RunnerUp is not { } other || other < face.Similarity);
        return recognised ? RuleAnswer.Allow : RuleAnswer.Deny(Reason.FaceUnsure);
    }
}
