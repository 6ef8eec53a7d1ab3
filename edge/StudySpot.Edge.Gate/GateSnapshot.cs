using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate;

/// <summary>How the gate is now.</summary>
/// <param name="Faults">Parts that do not work, in order of name.</param>
/// <param name="LastDecision">Null before the first.</param>
public sealed record GateSnapshot(GateState State, IReadOnlyList<string> Faults, DecisionNotice? LastDecision);

/// <summary>What a person at the gate is told; for a screen or a lamp. Names nobody.</summary>
/// <param name="Reader">The reader the code was shown to, or the one that looks at faces.</param>
/// <param name="At">By the gate's clock.</param>
/// <param name="Elapsed">From the last byte of the code, or the first usable picture of the face, until the relay was called, or the refusal stood.</param>
/// <param name="Languages">Of the gate's display; the first is the default.</param>
public sealed record DecisionNotice(
    string Reader, Direction Direction, Outcome Outcome, Reason Reason, DateTimeOffset At, TimeSpan Elapsed, IReadOnlyList<string> Languages)
{
    /// <summary>What would help, after a poor picture of a face.</summary>
    public FaceHint Hint { get; init; }
}
