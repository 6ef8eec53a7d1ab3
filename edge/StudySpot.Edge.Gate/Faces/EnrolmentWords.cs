using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Faces;

/// <summary>Stable wire names of <see cref="EnrolmentEnd"/> and <see cref="FaceHint"/>, in events and for screens.</summary>
public static class EnrolmentWords
{
    public static string ToWire(this EnrolmentEnd end) => end switch
    {
        EnrolmentEnd.Complete => "complete",
        EnrolmentEnd.TimedOut => "timed_out",
        EnrolmentEnd.NotLive => "not_live",
        EnrolmentEnd.SeveralPeople => "several_people",
        EnrolmentEnd.Duplicate => "duplicate",
        EnrolmentEnd.NoConsent => "no_consent",
        _ => "fault",
    };

    public static string ToWire(this FaceHint hint) => hint switch
    {
        FaceHint.ComeCloser => "come_closer",
        FaceHint.StepBack => "step_back",
        FaceHint.TooDark => "too_dark",
        FaceHint.TooBright => "too_bright",
        FaceHint.HoldStill => "hold_still",
        FaceHint.LookAtCamera => "look_at_camera",
        FaceHint.OpenEyes => "open_eyes",
        FaceHint.UncoverFace => "uncover_face",
        FaceHint.OneAtATime => "one_at_a_time",
        FaceHint.TurnLeft => "turn_left",
        FaceHint.TurnRight => "turn_right",
        FaceHint.LookUp => "look_up",
        FaceHint.LookDown => "look_down",
        FaceHint.Blink => "blink",
        FaceHint.Nod => "nod",
        _ => "none",
    };
}
