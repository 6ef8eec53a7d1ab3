namespace StudySpot.Edge.Gate.Ports;

/// <summary>What the person in front of the camera can do now; words for it belong to the screen.</summary>
public enum FaceHint
{
    None,
    ComeCloser,
    StepBack,
    /// <summary>More light on the face.</summary>
    TooDark,
    TooBright,
    /// <summary>The picture is blurred.</summary>
    HoldStill,
    /// <summary>Turned away too far.</summary>
    LookAtCamera,
    OpenEyes,
    /// <summary>Mask, scarf, hand, dark glasses.</summary>
    UncoverFace,
    /// <summary>Several faces of the same size.</summary>
    OneAtATime,
    /// <summary>Asked by a liveness challenge or by enrolment, as those below.</summary>
    TurnLeft,
    TurnRight,
    LookUp,
    LookDown,
    Blink,
    Nod,
}
