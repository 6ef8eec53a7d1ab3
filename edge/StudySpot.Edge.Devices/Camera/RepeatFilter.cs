namespace StudySpot.Edge.Devices.Camera;

/// <summary>
/// Lets a code through once while it stays in view: a phone held up for three seconds is seen in 30 frames but was
/// presented once. Not for concurrent use.
/// </summary>
public sealed class RepeatFilter(TimeProvider time)
{
    /// <summary>
    /// A code must be out of view this long to count as shown again; libzbar's own video mode uses the same
    /// (CACHE_HYSTERESIS, img_scanner.c).
    /// </summary>
    public static readonly TimeSpan Gone = TimeSpan.FromSeconds(2);

    private readonly Dictionary<string, long> _lastSeen = new(StringComparer.Ordinal);

    /// <param name="at">Timestamp of the frame; never goes back.</param>
    /// <returns>True when the code was not in view before.</returns>
    public bool Admit(string text, long at)
    {
        foreach (var (old, seen) in _lastSeen)
            if (time.GetElapsedTime(seen, at) >= Gone) _lastSeen.Remove(old);
        var known = _lastSeen.ContainsKey(text);
        _lastSeen[text] = at;
        return !known;
    }
}
