using Microsoft.Extensions.Logging;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Faces;

/// <summary>
/// Writes what happened to faces into the gate's log. What cannot be written now is only logged: proofs and envelopes wait
/// in the face store, which is what counts. Safe for concurrent use.
/// </summary>
internal sealed class FaceEvents(GateParts parts)
{
    public void Enrolled(MemberId member, Guid key, Guid consent, int views, string modelSet, Guid requestedBy) => Write(EventKinds.FaceEnrolled, member,
        ("keyId", key), ("consentId", consent), ("views", (long)views), ("modelSet", modelSet), ("requestedBy", requestedBy));

    public void NotEnrolled(MemberId member, EnrolmentEnd end, MemberId? duplicate, Guid requestedBy) => Write(EventKinds.FaceNotEnrolled, member,
        ("end", EnrolmentWords.ToWire(end)), ("duplicateOf", duplicate?.Value), ("requestedBy", requestedBy));

    public void KeyDestroyed(MemberId member, Guid key, byte[] signature) => Write(EventKinds.FaceKeyDestroyed, member,
        ("keyId", key), ("signature", Convert.ToBase64String(signature)));

    private void Write(string kind, MemberId member, params ReadOnlySpan<(string, object?)> detail)
    {
        var clock = parts.Clock.Read();
        var at = clock.Now.ToDateTimeOffset();
        try
        {
            parts.Store.Append(new NewEvent
            {
                Event = new GateEvent
                {
                    Id = Guid.CreateVersion7(at), Sequence = 0, Kind = kind, At = at, BootId = parts.Clock.BootId, MonotonicMs = parts.Clock.MonotonicMs,
                    ClockQuality = clock.Quality.ToWire(), MemberId = member.Value, Offline = !parts.Connectivity.IsOnline, Detail = Detail.Of(detail),
                },
            });
        }
        catch (StoreUnavailableException e)
        {
            parts.Logger.LogError(e, "{Kind} of member {Member} could not be written", kind, member);
        }
    }
}
