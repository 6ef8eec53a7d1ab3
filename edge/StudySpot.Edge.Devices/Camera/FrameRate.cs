namespace StudySpot.Edge.Devices.Camera;

/// <summary>Counts frames in a sliding window. Not for concurrent use.</summary>
public sealed class FrameRate(TimeProvider time)
{
    public static readonly TimeSpan Window = TimeSpan.FromSeconds(5);

    private readonly Queue<long> _frames = new();

    public void Count(long at)
    {
        _frames.Enqueue(at);
        Forget(at);
    }

    public double PerSecond(long now)
    {
        Forget(now);
        return _frames.Count / Window.TotalSeconds;
    }

    private void Forget(long now)
    {
        while (_frames.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) >= Window) _frames.Dequeue();
    }
}
