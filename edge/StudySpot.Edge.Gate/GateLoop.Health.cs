using StudySpot.Contracts;
using StudySpot.Edge.Gate.Health;

namespace StudySpot.Edge.Gate;

public sealed partial class GateLoop
{
    private volatile IReadOnlyList<HealthMeasurement>? _measurements;

    /// <summary>Takes a round of measurements: faults are raised and cleared in turn with everything else that happens.</summary>
    public void Report(HealthReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        _measurements = report.Measurements;
        Post(new LoopMessage.Measured(report));
    }

    private void OnMeasured(HealthReport report)
    {
        foreach (var measured in report.Measurements)
        {
            if (report.Exceeded.Contains(measured.Name)) _recorder.RaiseLimit(measured);
            else _recorder.ClearFault(measured.Name);
        }
    }
}
