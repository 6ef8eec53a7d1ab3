using StudySpot.Edge.Gate.Settings;

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
    /// Similarity of two frames below which another person stands there. On spoof-dev the bare embeddings of one person's frames
    /// a second apart reach 0.73 and more, of two people's 0.49 at most (5,573 pairs); the length coordinate lifts a cosine c
    /// of usual pictures to (c + 0.16) / 1.16, which makes them 0.77 and 0.56 (models/fr_feature/manifest.json).
    /// </summary>
    public float SamePerson { get; init; } = 0.62f;

    /// <summary>How long somebody may be in view without enough usable frames before the attempt is called poor.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>A face not seen for this long is gone: a detector misses single frames of a turning head.</summary>
    public TimeSpan Gone { get; init; } = TimeSpan.FromSeconds(1);
}
