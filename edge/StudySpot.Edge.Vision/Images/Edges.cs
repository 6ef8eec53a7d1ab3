namespace StudySpot.Edge.Vision.Images;

/// <summary>What a sampler sees beyond a picture's edge.</summary>
public enum Edges
{
    /// <summary>The nearest pixel, again and again.</summary>
    Repeat,

    /// <summary>Zero in every channel.</summary>
    Black,
}
