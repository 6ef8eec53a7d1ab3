namespace StudySpot.Edge.Devices;

/// <summary>Stops listening to a reader that floods garbage (<see cref="FloodGuard"/>) until it was quiet for a while. Not for concurrent use.</summary>
internal sealed class FloodMute(TimeProvider time)
{
    /// <summary>Longer than any pause inside a burst, short enough that people wait for it.</summary>
    public static readonly TimeSpan QuietFor = TimeSpan.FromSeconds(2);

    private readonly FloodGuard _guard = new(time);
    private long _lastAt = time.GetTimestamp();

    public bool IsMuted { get; private set; }

    /// <summary>Counts a text. Of a flood only the beginning gets through.</summary>
    /// <returns>True when it may be passed on.</returns>
    public bool Admit(string text, long at)
    {
        _lastAt = at;
        if (!IsMuted && !_guard.Admit(text, at)) IsMuted = true;
        return !IsMuted;
    }

    /// <summary>Counts bytes that belong to no text; 0 for any sign of life.</summary>
    public void Heard(int cutBytes, long at)
    {
        _lastAt = at;
        if (!IsMuted && cutBytes > 0 && !_guard.Admit(cutBytes, at)) IsMuted = true;
    }

    /// <summary>Looks whether it has been quiet for long enough.</summary>
    /// <returns>True when muting ended just now.</returns>
    public bool EndsAt(long now)
    {
        if (!IsMuted || time.GetElapsedTime(_lastAt, now) < QuietFor) return false;
        IsMuted = false;
        _guard.Reset();
        return true;
    }
}
