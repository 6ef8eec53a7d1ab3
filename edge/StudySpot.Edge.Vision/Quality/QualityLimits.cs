namespace StudySpot.Edge.Vision.Quality;

/// <summary>What a frame must offer. The defaults are read off the distributions in models/README.md, "Quality".</summary>
public sealed record QualityLimits
{
    /// <summary>Below, the template's eye distance of 35 px is mostly made up.</summary>
    public float LeastEyeDistancePx { get; init; } = 24;

    public float LeastBrightness { get; init; } = 35;

    public float MostBrightness { get; init; } = 225;

    public float LeastSharpness { get; init; } = 0.004f;

    public float MostYawDegrees { get; init; } = 35;

    public float MostPitchDegrees { get; init; } = 30;

    public float MostRollDegrees { get; init; } = 30;

    public float LeastEyesOpenProbability { get; init; } = 0.2f;

    /// <summary>Of the embedding before it is made a unit vector; hands, masks and non-faces give short ones.</summary>
    public float LeastEmbeddingLength { get; init; } = 2;

    /// <summary>Gives a frame full weight.</summary>
    public float FullEmbeddingLength { get; init; } = 3.7f;

    /// <summary>Share of the main face's height from which another face is one too many.</summary>
    public float SimilarSize { get; init; } = 0.7f;
}
