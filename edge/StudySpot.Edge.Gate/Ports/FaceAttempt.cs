using StudySpot.Access;

namespace StudySpot.Edge.Gate.Ports;

/// <summary>One person's try to be recognised: what several pictures of one face came to. Numbers and ids only, never a picture or a template.</summary>
public sealed record FaceAttempt
{
    /// <summary>Made by the reader, new for every attempt.</summary>
    public required Guid Id { get; init; }
    public required FaceVerdict Verdict { get; init; }
    /// <summary>What would help, with <see cref="FaceVerdict.Poor"/>; else <see cref="FaceHint.None"/>.</summary>
    public FaceHint Hint { get; init; }
    /// <summary>The nearest member; null when nobody is enrolled here or no face was usable. A refused attempt names nobody to the cloud.</summary>
    public MemberId? Member { get; init; }
    /// <summary>Similarity to <see cref="Member"/>, in [−1, 1].</summary>
    public float Similarity { get; init; }
    /// <summary>Similarity to the nearest other member; null when there is none.</summary>
    public float? RunnerUp { get; init; }
    /// <summary>Least similarity for <see cref="FaceVerdict.Accept"/> at this size of the gallery.</summary>
    public float Threshold { get; init; }
    public FaceLiveness Liveness { get; init; }
    /// <summary>Pictures that were good enough and counted.</summary>
    public required int Frames { get; init; }
    /// <summary>Id of the models that compared; templates of another set are not comparable.</summary>
    public required string ModelSet { get; init; }
    /// <summary>Timestamp (<see cref="TimeProvider.GetTimestamp"/>) of the first usable picture, the start of the attempt's latency.</summary>
    public required long FirstFrameAt { get; init; }
    /// <inheritdoc cref="FirstFrameAt"/>
    public required long LastFrameAt { get; init; }
}

/// <summary>How live the face was.</summary>
/// <param name="Live">Fused probability of a live person, 0 to 1.</param>
/// <param name="Threshold">Least <paramref name="Live"/> that counts as live.</param>
/// <param name="Relief">Residual of the plane fit over the frames, as a share of the face's size; null when the head moved too little to tell.</param>
/// <param name="Challenge">The answered challenge; <see cref="FaceHint.None"/> when none was asked.</param>
public readonly record struct FaceLiveness(float Live, float Threshold, float? Relief = null, FaceHint Challenge = FaceHint.None);
