namespace StudySpot.Edge.Vision.Engine;

/// <summary>The parts of a frame's work, in their order.</summary>
public enum FrameStage
{
    Detection,

    /// <summary>68 points, pose and eyes.</summary>
    Landmarks,

    /// <summary>Alignment and embedding.</summary>
    Embedding,

    /// <summary>Quality and passive liveness.</summary>
    Liveness,
}
