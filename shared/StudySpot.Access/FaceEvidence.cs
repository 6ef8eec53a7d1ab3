namespace StudySpot.Access;

/// <summary>
/// What the gate's vision says of one attempt, beside <see cref="Presentation"/>: numbers and an id, never a picture or a
/// template. Parsed but not yet trusted: the rules compare the numbers themselves.
/// </summary>
public sealed record FaceEvidence
{
    /// <summary>Id of the attempt, made by the gate.</summary>
    public required Guid Attempt { get; init; }
    public required FaceVerdict Verdict { get; init; }
    /// <summary>The nearest member; null when there is none.</summary>
    public required MemberId? Nearest { get; init; }
    /// <summary>Similarity to <see cref="Nearest"/>, in [−1, 1].</summary>
    public required float Similarity { get; init; }
    /// <summary>Similarity to the nearest other member; null when there is none.</summary>
    public required float? RunnerUp { get; init; }
    /// <summary>Least similarity that counts as recognised.</summary>
    public required float Threshold { get; init; }
    /// <summary>Probability of a live person.</summary>
    public required float Live { get; init; }
    /// <summary>Least <see cref="Live"/> that counts as live.</summary>
    public required float LiveThreshold { get; init; }
    /// <summary>Pictures that counted.</summary>
    public required int Frames { get; init; }
    /// <summary>Id of the models that compared.</summary>
    public required string ModelSet { get; init; }
}

/// <summary>A consent to be recognised by face that is in force.</summary>
/// <param name="ByGuardian">A guardian gave it; for minors nothing else counts.</param>
public readonly record struct FaceConsent(Guid Id, bool ByGuardian);
