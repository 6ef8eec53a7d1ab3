namespace StudySpot.Edge.Vision.Learning;

/// <summary>What a template may become. Enrolled views never change; a member is recognised by a learned view only while an enrolled one agrees.</summary>
public sealed record LearningRules
{
    /// <summary>
    /// How far below the threshold the similarity to the enrolled views may be when a learned view matches. This alone
    /// bounds what learning can do: whoever is further from the enrolment than this is refused, whatever was learned.
    /// The false rejects that learning is for lie just below the threshold.
    /// </summary>
    public float EnrolmentSlack { get; init; } = 0.08f;

    /// <summary>Above the threshold without a code: strangers do not get there (docs/faces.md, Learning).</summary>
    public float FarAbove { get; init; } = 0.2f;

    /// <summary>Least difference to the nearest other member.</summary>
    public float LeastMargin { get; init; } = 0.15f;

    /// <summary>A view more similar than this to one that is there adds nothing: two frames of one attempt reach it.</summary>
    public float NothingNew { get; init; } = 0.9f;

    /// <summary>Learned views of one member; the oldest makes room.</summary>
    public int MostViews { get; init; } = 3;

    /// <summary>Between two learned views of one member, so that one afternoon cannot teach a gate another face.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromHours(20);
}
