using Microsoft.Extensions.Logging;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate;

/// <summary>What a gate is made of. The loop disposes none of it.</summary>
public sealed record GateParts
{
    public required GatePlace Place { get; init; }
    public required ITurnstile Turnstile { get; init; }
    /// <summary>Names differ. May be empty: staff and the exit button still work.</summary>
    public required IReadOnlyList<ICodeReader> Readers { get; init; }
    /// <summary>Null for a gate of codes only. Its name differs from the readers'.</summary>
    public IFaceReader? Faces { get; init; }
    /// <summary>True while faces must not open the gate: somebody is enrolled in front of the camera.</summary>
    public Func<bool> FacesWait { get; init; } = static () => false;
    public required IGateStore Store { get; init; }
    public required IGateClock Clock { get; init; }
    public required TimeProvider Time { get; init; }
    public required ILogger Logger { get; init; }
    public required IConnectivity Connectivity { get; init; }
}
