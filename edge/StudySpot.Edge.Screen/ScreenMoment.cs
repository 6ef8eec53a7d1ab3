using StudySpot.Edge.Gate;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Screen;

/// <summary>Everything a view is chosen from, at one moment.</summary>
public sealed record ScreenMoment(GateSnapshot Gate, ScreenReaders Readers, IReadOnlyList<string> Languages)
{
    /// <summary>The last answer while it is still shown.</summary>
    public DecisionNotice? Fresh { get; init; }

    /// <summary>What the person before the camera is asked to do.</summary>
    public FaceHint Hint { get; init; }

    /// <summary>The policy lets faces open this gate.</summary>
    public bool FacesOpen { get; init; }

    /// <summary>Answers so far.</summary>
    public long Answer { get; init; }
}

/// <summary>Names of the parts that read, as they stand in faults.</summary>
/// <param name="Codes">All readers of codes.</param>
/// <param name="Faces">What recognising needs, all of it: the engine and its camera. Empty for a gate of codes only.</param>
public sealed record ScreenReaders(IReadOnlyCollection<string> Codes, IReadOnlyCollection<string> Faces);
