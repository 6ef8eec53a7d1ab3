using StudySpot.Contracts;

namespace StudySpot.Edge.Gate.Ports;

/// <summary>How the gate is, for its status in the cloud. Safe for concurrent use.</summary>
public interface IGateHealth
{
    GateHealth Health { get; }

    /// <summary>Raised after <see cref="Health"/> changed, on any thread; handlers must not block.</summary>
    event Action? HealthChanged;
}

/// <summary>State of the gate's machine and the parts that do not work now.</summary>
/// <param name="State">idle, authorised, fault or fire.</param>
/// <param name="Faults">Part names, such as <c>reader:serial</c>, <c>storage</c>.</param>
public sealed record GateHealth(string State, IReadOnlyList<string> Faults)
{
    /// <summary>Latest measurements; null before the first and where nothing is measured.</summary>
    public IReadOnlyList<HealthMeasurement>? Measurements { get; init; }
}
