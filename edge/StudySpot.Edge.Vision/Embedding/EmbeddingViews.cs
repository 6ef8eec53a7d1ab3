namespace StudySpot.Edge.Vision.Embedding;

/// <summary>How often a face is looked at for one embedding; each look is doubled by its mirror image.</summary>
public enum EmbeddingViews
{
    /// <summary>Once.</summary>
    Face,

    /// <summary>Three times at slightly different sizes and places: steadier, three times slower. For enrolment.</summary>
    Several,
}
