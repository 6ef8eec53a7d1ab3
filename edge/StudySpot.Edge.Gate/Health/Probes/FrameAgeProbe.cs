using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Health.Probes;

/// <summary>How old the newest picture is when somebody asks for one; it grows while none comes.</summary>
public sealed class FrameAgeProbe(ICameraFrames camera, HealthLimit limit, TimeProvider time) : IHealthProbe
{
    private readonly CameraFrame _frame = new();

    public string Name => HealthNames.FrameAge;

    public string Unit => "s";

    public HealthLimit Limit => limit;

    public async ValueTask<double?> MeasureAsync(CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(FrameRateProbe.Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            await camera.NextAsync(_frame, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            // No picture in time: the last one is as old as it is.
        }
        return _frame.Number == 0 ? null : time.GetElapsedTime(_frame.At).TotalSeconds;
    }
}
