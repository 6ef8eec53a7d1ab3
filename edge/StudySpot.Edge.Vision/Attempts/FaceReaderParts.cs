using Microsoft.Extensions.Logging;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Vision.Engine;
using StudySpot.Edge.Vision.Learning;

namespace StudySpot.Edge.Vision.Attempts;

/// <summary>What a <see cref="FaceReader"/> is made of.</summary>
public sealed record FaceReaderParts
{
    public required ICameraFrames Camera { get; init; }

    /// <summary>Side of the gate the camera looks at.</summary>
    public required Direction Direction { get; init; }

    /// <summary>Shared with enrolment, which holds it while somebody enrols.</summary>
    public required SharedEngine Engine { get; init; }

    public required AttemptRules Rules { get; init; }

    /// <summary>Loaded; shared with enrolment as well.</summary>
    public required KnownFaces Faces { get; init; }

    public required TemplateLearner Learner { get; init; }

    public required TimeProvider Time { get; init; }

    public required ILogger Logger { get; init; }
}
