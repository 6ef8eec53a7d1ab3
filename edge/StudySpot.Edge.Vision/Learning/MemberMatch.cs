using StudySpot.Access;

namespace StudySpot.Edge.Vision.Learning;

/// <summary>The member a face is nearest to.</summary>
/// <param name="Similarity">To the nearest of the member's views, learned ones included.</param>
/// <param name="EnrolledSimilarity">To the nearest view that was enrolled: learning never moves it.</param>
/// <param name="RunnerUp">Similarity to the nearest other member; null when there is none.</param>
/// <param name="Members">How many members could have matched.</param>
public readonly record struct MemberMatch(MemberId Member, float Similarity, float EnrolledSimilarity, float? RunnerUp, int Members);
