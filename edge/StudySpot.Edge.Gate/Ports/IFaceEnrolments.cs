using StudySpot.Access;

namespace StudySpot.Edge.Gate.Ports;

/// <summary>Starts enrolments that staff ask for. The caller has verified who asks. Safe for concurrent use.</summary>
public interface IFaceEnrolments
{
    /// <summary>Starts one and returns; how it ends is an event.</summary>
    /// <param name="consent">The consent staff saw; must be the one the roster says is in force.</param>
    EnrolmentStart Begin(MemberId member, Guid consent, Guid requestedBy);
}

/// <summary>Answer to a wish to enrol.</summary>
public enum EnrolmentStart
{
    Started,
    /// <summary>Another person is being enrolled.</summary>
    Busy,
    /// <summary>The gate has no camera or no models for faces, or its policy is for codes only.</summary>
    NoFaces,
    /// <summary>The roster here does not say that this consent is in force, or it is a minor's own.</summary>
    NoConsent,
}
