using StudySpot.Access;
using StudySpot.Edge.Gate.Settings;
using StudySpot.Edge.Vision.Learning;

namespace StudySpot.Edge.Vision.Attempts;

/// <summary>When several frames of one person make an attempt, and when an attempt is good enough.</summary>
public sealed record AttemptRules
{
    /// <summary>Id of the models in use; stands in every attempt.</summary>
    public required string ModelSet { get; init; }

    /// <summary>Least similarity that is a match, for a number of members who could match by accident (models/README.md, Thresholds).</summary>
    public required Func<int, float> ThresholdFor { get; init; }

    public ChallengeWhen Challenge { get; init; } = ChallengeWhen.NoMotion;

    /// <summary>Usable frames before anything is decided: three are the least that show movement against noise.</summary>
    public int UsableFrames { get; init; } = 3;

    /// <summary>Usable frames after which movement is no longer waited for. At 5 frames a second a second and a half.</summary>
    public int MostFrames { get; init; } = 8;

    /// <summary>Below the threshold by no more than this is worth a code; strangers are refused (docs/faces.md, Attempts).</summary>
    public float StepUpBand { get; init; } = 0.1f;

    /// <summary>Nearer to a second member than this is near two: relatives and doubles get a code, not a guess.</summary>
    public float LeastMargin { get; init; } = 0.05f;

    /// <summary>How far below the threshold the enrolled views may be when a learned one matches; <see cref="Learning.LearningRules.EnrolmentSlack"/>.</summary>
    public float EnrolmentSlack { get; init; } = 0.08f;

    /// <summary>
    /// Similarity of two frames below which another person stands there. On spoof-dev one person's frames a second or so apart
    /// reach 0.77 and more (277 pairs), two people's frames 0.59 at most (37,362 pairs); <c>SamePersonTests</c> looks again.
    /// </summary>
    public float SamePerson { get; init; } = 0.62f;

    /// <summary>How long somebody may be in view without enough usable frames before the attempt is called poor.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A face not seen for this long is gone: a detector misses single frames of a turning head.</summary>
    public TimeSpan Gone { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>What a face comes to that is nearest to this member, if it is alive.</summary>
    public FaceVerdict Judge(MemberMatch match)
    {
        var threshold = ThresholdFor(match.Members);
        var isNear = match.Similarity >= threshold && match.EnrolledSimilarity >= threshold - EnrolmentSlack;
        var isAlone = match.Similarity - (match.RunnerUp ?? -1) >= LeastMargin;
        if (isNear && isAlone) return FaceVerdict.Accept;
        return match.EnrolledSimilarity >= threshold - StepUpBand ? FaceVerdict.StepUp : FaceVerdict.Refuse;
    }
}
