using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Tests.Health;

/// <summary>A camera of one grey pixel that has a new picture whenever it is asked, until it stops.</summary>
public sealed class CountingCamera(TimeProvider time) : ICameraFrames
{
    private long _number;

    public string Name => "camera";

    public bool Stops { get; set; }

    /// <summary>Pictures that nobody asked for in time.</summary>
    public void Show(int pictures) => _number += pictures;

    public async ValueTask NextAsync(CameraFrame into, CancellationToken ct)
    {
        if (Stops) await Task.Delay(Timeout.InfiniteTimeSpan, time, ct);
        into.Set([128, 128, 128], 1, 1, ++_number, time.GetTimestamp());
    }
}
