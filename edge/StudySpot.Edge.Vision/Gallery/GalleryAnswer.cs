using StudySpot.Access;

namespace StudySpot.Edge.Vision.Gallery;

/// <summary>What a search found.</summary>
/// <param name="Best">The member of the most similar template; null when the gallery is empty.</param>
/// <param name="RunnerUp">The most similar template of any other member; null when there is no other member.</param>
/// <param name="Templates">How many templates were compared.</param>
/// <param name="Members">Of how many members: a threshold for one attempt depends on it.</param>
public readonly record struct GalleryAnswer(GalleryHit? Best, GalleryHit? RunnerUp, int Templates, int Members);

/// <summary>One template and how similar it is.</summary>
/// <param name="Similarity">Cosine, −1 to 1.</param>
public readonly record struct GalleryHit(MemberId Member, Guid Template, float Similarity)
{
    /// <summary>More similar first; equal similarity is broken by the smaller template id, so that an answer does not depend on the order of enrolment.</summary>
    internal bool ComesBefore(GalleryHit other) =>
        Similarity > other.Similarity || (Similarity == other.Similarity && Template.CompareTo(other.Template) < 0);
}
