using StudySpot.Contracts;

namespace StudySpot.Edge.Gate.Health;

/// <summary>One round of measurements.</summary>
/// <param name="Measurements">What could be measured; what could not is missing and keeps the fault it has.</param>
/// <param name="Exceeded">Names of those outside their limit.</param>
public sealed record HealthReport(IReadOnlyList<HealthMeasurement> Measurements, IReadOnlySet<string> Exceeded);
