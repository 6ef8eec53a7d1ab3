namespace StudySpot.Edge.Vision.Liveness;

/// <summary>Whether the frames show a person.</summary>
public enum LivenessVerdict
{
    Live,
    /// <summary>Between the two: a challenge decides.</summary>
    Unsure,
    /// <summary>A picture of a person.</summary>
    NotLive,
}
