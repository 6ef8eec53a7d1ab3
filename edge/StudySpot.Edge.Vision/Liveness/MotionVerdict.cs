namespace StudySpot.Edge.Vision.Liveness;

/// <summary>What the movement between frames shows.</summary>
public enum MotionVerdict
{
    /// <summary>Too little movement to tell a head from a picture: somebody who stands still, or a picture held still.</summary>
    NotEnoughMotion,
    /// <summary>The points moved as those of a head do: in proportion to their depth.</summary>
    Head,
    /// <summary>What is seen was tilted, and its points moved as those of a plane, bent or not.</summary>
    Flat,
}
