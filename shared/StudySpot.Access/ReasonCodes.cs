namespace StudySpot.Access;

/// <summary>Stable wire names of <see cref="Reason"/>, <see cref="Outcome"/>, <see cref="Direction"/>, <see cref="ClockQuality"/> and <see cref="FaceVerdict"/>.</summary>
public static class ReasonCodes
{
    public static string ToWire(this Reason reason) => reason switch
    {
        Reason.Allowed => "allowed",
        Reason.Malformed => "malformed",
        Reason.UnsupportedCode => "unsupported_code",
        Reason.UnknownCredential => "unknown_credential",
        Reason.BadSignature => "bad_signature",
        Reason.CodeExpired => "code_expired",
        Reason.CodeFromFuture => "code_from_future",
        Reason.PhoneClockWrong => "phone_clock_wrong",
        Reason.Replayed => "replayed",
        Reason.Revoked => "revoked",
        Reason.CredentialExpired => "credential_expired",
        Reason.MemberNotActive => "member_not_active",
        Reason.OutsideHours => "outside_hours",
        Reason.HallNotAllowed => "hall_not_allowed",
        Reason.RosterStale => "roster_stale",
        Reason.GateClockUntrusted => "gate_clock_untrusted",
        Reason.NoPolicy => "no_policy",
        Reason.NotRecorded => "not_recorded",
        Reason.GateFault => "gate_fault",
        Reason.FacePoorPicture => "face_poor_picture",
        Reason.FaceNotLive => "face_not_live",
        Reason.FaceNotRecognised => "face_not_recognised",
        Reason.FaceUnsure => "face_unsure",
        Reason.FaceNoConsent => "face_no_consent",
        Reason.FaceNotAllowed => "face_not_allowed",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "A reason without a wire name."),
    };

    public static string ToWire(this Outcome outcome) => outcome switch
    {
        Outcome.Allow => "allow",
        Outcome.NeedsStaff => "needs_staff",
        _ => "deny",
    };

    public static string ToWire(this Direction direction) => direction == Direction.Exit ? "exit" : "entry";

    public static string ToWire(this ClockQuality quality) => quality switch
    {
        ClockQuality.Synchronised => "synchronised",
        ClockQuality.Holdover => "holdover",
        _ => "unknown",
    };

    public static string ToWire(this FaceVerdict verdict) => verdict switch
    {
        FaceVerdict.Accept => "accept",
        FaceVerdict.StepUp => "step_up",
        FaceVerdict.Refuse => "refuse",
        FaceVerdict.NotLive => "not_live",
        _ => "poor",
    };
}
