using StudySpot.Access;

namespace StudySpot.Edge.Vision.Learning;

/// <summary>A view that might be learned.</summary>
/// <param name="Face">Unit vector, fused from the attempt's frames.</param>
/// <param name="Member">Whom the attempt found, and the code confirmed if there was one.</param>
/// <param name="Threshold">Of the attempt.</param>
/// <param name="Source">Event of the accepted code, or the attempt itself: what undoing names.</param>
public sealed record LearningOffer(ReadOnlyMemory<float> Face, MemberId Member, float Threshold, LearningEvidence Evidence, Guid Source)
{
    /// <summary>Ids only: the face is nobody's business.</summary>
    public override string ToString() => $"{Member} from {Source}";
}

/// <summary>What vouches for an offer.</summary>
public enum LearningEvidence
{
    /// <summary>Passive liveness alone: never enough.</summary>
    None,
    /// <summary>The person was live; who it is, only the similarity says.</summary>
    Live,
    /// <summary>The person was live and showed a code of this member that was accepted.</summary>
    LiveAndCode,
}
