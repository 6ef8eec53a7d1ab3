namespace StudySpot.Edge.Vision.Learning;

/// <summary>Why a view was not learned; for logs and tests.</summary>
public enum LearningRefusal
{
    /// <summary>It was learned.</summary>
    None,
    /// <summary>The person was not shown to be live.</summary>
    NotLive,
    /// <summary>No code confirmed who it is, and the similarity alone is not far enough above the threshold.</summary>
    NotSure,
    /// <summary>Too far from what was enrolled.</summary>
    TooFarFromEnrolment,
    /// <summary>Also near somebody else.</summary>
    NearSomebodyElse,
    /// <summary>A view like it is there already.</summary>
    NothingNew,
    /// <summary>A view of this member was learned less than <see cref="LearningRules.Pause"/> ago.</summary>
    TooSoon,
    /// <summary>The member has no enrolled templates of this model set.</summary>
    NotEnrolled,
}
