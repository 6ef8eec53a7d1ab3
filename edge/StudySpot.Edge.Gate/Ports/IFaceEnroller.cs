using StudySpot.Access;

namespace StudySpot.Edge.Gate.Ports;

/// <summary>
/// Takes the views of one person from several angles, out of a camera's pictures. Keeps no picture. The caller has made
/// sure of the consent; the enroller makes sure of quality, liveness and that it is one person who is nobody else here.
/// </summary>
public interface IFaceEnroller
{
    /// <summary>Id of the models the templates are made with.</summary>
    string ModelSet { get; }

    /// <summary>Guides until the last step, which alone has a <see cref="EnrolmentStep.Result"/>. One enrolment at a time.</summary>
    /// <param name="member">Templates of the same member are no duplicates.</param>
    IAsyncEnumerable<EnrolmentStep> EnrolAsync(MemberId member, CancellationToken ct);
}

/// <summary>What an enrolling person sees.</summary>
/// <param name="Hint">What to do now.</param>
/// <param name="Taken">Views taken so far.</param>
/// <param name="Wanted">Views there will be.</param>
public sealed record EnrolmentStep(FaceHint Hint, int Taken, int Wanted, EnrolmentResult? Result = null);

/// <summary>How an enrolment ended.</summary>
/// <param name="Views">With <see cref="EnrolmentEnd.Complete"/>; else empty.</param>
/// <param name="Duplicate">Whom the face already belongs to, with <see cref="EnrolmentEnd.Duplicate"/>.</param>
public sealed record EnrolmentResult(EnrolmentEnd End, IReadOnlyList<FaceTemplate> Views, MemberId? Duplicate = null);

/// <summary>Ends of an enrolment.</summary>
public enum EnrolmentEnd
{
    Complete,
    /// <summary>Nobody came, or the views could not be had in time.</summary>
    TimedOut,
    /// <summary>Not a live person.</summary>
    NotLive,
    /// <summary>The face changed in between.</summary>
    SeveralPeople,
    /// <summary>The face is another member's already.</summary>
    Duplicate,
    /// <summary>The consent was withdrawn while the person stood there; nothing is kept.</summary>
    NoConsent,
    /// <summary>The camera or the models do not work.</summary>
    Fault,
}
