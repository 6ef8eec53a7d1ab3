namespace StudySpot.Edge.Vision.Attempts;

/// <summary>What an enrolment must show.</summary>
public sealed record EnrolmentRules
{
    /// <summary>Frames fused into one view: two, so that one blurred moment is not what a member is known by.</summary>
    public int FramesPerView { get; init; } = 2;

    /// <summary>Turn that makes another view; a third of what quality allows, so that views stay comparable with a face that looks ahead.</summary>
    public float TurnDegrees { get; init; } = 12;

    /// <summary>Nod that makes another view.</summary>
    public float TiltDegrees { get; init; } = 8;

    /// <summary>For all views; somebody who needs longer begins anew.</summary>
    public TimeSpan Time { get; init; } = TimeSpan.FromSeconds(90);
}
