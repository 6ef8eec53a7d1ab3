using StudySpot.Edge.Gate.Faces;

namespace StudySpot.Edge.Status;

/// <summary>Whose faces a gate holds; docs/gate-command.md lists the members. Ids and times only.</summary>
/// <param name="Members">In the order of the ids.</param>
internal sealed record FacesReport(Guid GateId, IReadOnlyList<MemberFaceReport> Members);

/// <param name="EnrolledViews">Null when they cannot be opened with this gate's key.</param>
/// <param name="Learned">Oldest first.</param>
internal sealed record MemberFaceReport(Guid MemberId, string ModelSet, DateTimeOffset EnrolledAt, int? EnrolledViews, IReadOnlyList<LearnedViewReport> Learned)
{
    public static MemberFaceReport Of(MemberFace face) => new(face.Member.Value, face.ModelSet, face.EnrolledAt, face.EnrolledViews,
        [.. face.Learned.Select(view => new LearnedViewReport(view.Id, view.At, view.Source))]);
}

/// <param name="EventId">The decision it was learned from; null when the view cannot be opened.</param>
internal sealed record LearnedViewReport(Guid ViewId, DateTimeOffset At, Guid? EventId);
