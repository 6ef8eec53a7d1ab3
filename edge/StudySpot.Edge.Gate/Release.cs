using StudySpot.Access;

namespace StudySpot.Edge.Gate;

/// <summary>One permission to walk through once.</summary>
/// <param name="Kind">Kind of the event that gave it (<see cref="Contracts.EventKinds"/>): decision, exit_button or staff_release.</param>
/// <param name="EventId">That event.</param>
/// <param name="Member">Null when nobody was named.</param>
public sealed record Release(Direction Direction, string Kind, Guid EventId, MemberId? Member, CredentialId? Credential);

/// <summary>How a release ended.</summary>
public enum ReleaseEnd
{
    /// <summary>The sensor confirmed a passage.</summary>
    Passed,
    /// <summary>Nobody went through in time; locked again.</summary>
    TimedOut,
    /// <summary>The mechanism did not do as told.</summary>
    Fault,
    /// <summary>Cut short by fire or by the end of the process.</summary>
    Interrupted,
}

/// <summary>A staff member's wish to let somebody through.</summary>
/// <param name="RequestedBy">Null for the key switch at the gate.</param>
public sealed record StaffRequest(Direction Direction, Guid? RequestedBy, Guid? CommandId);
