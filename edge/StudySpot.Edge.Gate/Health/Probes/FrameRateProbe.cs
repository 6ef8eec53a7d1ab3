using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Health.Probes;

/// <summary>Pictures a second between one measurement and the next. A camera that shows none is a fault of its own.</summary>
public sealed class FrameRateProbe(ICameraFrames camera, HealthLimit limit, TimeProvider time) : IHealthProbe
{
    /// <summary>Below the monitor's own patience with a probe.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly CameraFrame _frame = new();

    public string Name => HealthNames.FrameRate;

    public string Unit => "1/s";

    public HealthLimit Limit => limit;

    public async ValueTask<double?> MeasureAsync(CancellationToken ct)
    {
        var (number, at) = (_frame.Number, _frame.At);
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, patience.Token);
        try
        {
            await camera.NextAsync(_frame, either.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
        if (number == 0 || _frame.Number <= number || _frame.At <= at) return null;
        return (_frame.Number - number) / time.GetElapsedTime(at, _frame.At).TotalSeconds;
    }
}
