namespace StudySpot.Access;

/// <summary>What the gate's vision says of one attempt to be recognised; the decision is made of it and everything else.</summary>
public enum FaceVerdict
{
    /// <summary>No usable picture came together. Also what an unknown word means.</summary>
    Poor = 0,
    /// <summary>Probably a picture or a screen, or not shown to be live in time.</summary>
    NotLive = 1,
    /// <summary>Nobody enrolled here.</summary>
    Refuse = 2,
    /// <summary>Near somebody, not near enough, or near two: a code would settle it.</summary>
    StepUp = 3,
    /// <summary>Live, and near enough to one member alone.</summary>
    Accept = 4,
}
