namespace StudySpot.Edge.Vision.Frames;

/// <summary>How well a face can be told apart in one frame. Measured values stay beside the verdict, for guidance and for the site's report.</summary>
public sealed record FaceQuality
{
    /// <summary><see cref="FaceFaults.None"/> when the frame may be matched and enrolled.</summary>
    public required FaceFaults Faults { get; init; }

    /// <summary>Between the centres of the eyes.</summary>
    public required float EyeDistancePx { get; init; }

    /// <summary>Mean luma of the aligned face, 0–255.</summary>
    public required float Brightness { get; init; }

    /// <summary>Variance of the Laplacian of the aligned face's luma, divided by its contrast, so that light does not count as sharpness.</summary>
    public required float Sharpness { get; init; }

    /// <summary>Length of the embedding before it was made a unit vector; small when the network saw little of a face. 0 when none was computed.</summary>
    public float EmbeddingLength { get; init; }

    /// <summary>Weight of this frame when several are fused, in [0, 1]; 0 with any fault.</summary>
    public required float Weight { get; init; }

    public bool IsUsable => Faults == FaceFaults.None;
}
