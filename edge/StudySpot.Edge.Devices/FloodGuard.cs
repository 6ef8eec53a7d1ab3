using StudySpot.Access;

namespace StudySpot.Edge.Devices;

/// <summary>
/// Tells a reader that floods garbage from people holding up wrong codes. A leaky bucket of bytes: texts that look like our
/// codes cost nothing, any other text costs its length and at least as much as 200 bytes.
/// </summary>
/// <remarks>
/// Every text becomes a decision with a durable write, so a noisy line at 9600 baud (480 one-character lines a second)
/// would fill the event log with refusals. A hand-held scanner reads at most about two codes a second.
/// </remarks>
public sealed class FloodGuard(TimeProvider time)
{
    /// <summary>A text of this length was cut (see <see cref="Gate.Ports.ReadCode.Text"/>).</summary>
    private const int MaxChars = 2000;

    /// <summary>About 20 wrong codes at once, or 4 kB without a line end.</summary>
    private const double Capacity = 4000;

    private const int TextCost = 200;

    /// <summary>Two wrong codes a second for ever are still people.</summary>
    private const double LeakPerSecond = 2 * TextCost;

    private double _level;
    private long _updatedAt = time.GetTimestamp();

    /// <summary>Counts a text that ended.</summary>
    /// <returns>False when the line floods.</returns>
    public bool Admit(string text, long at)
    {
        ArgumentNullException.ThrowIfNull(text);
        var ours = text.StartsWith(PresentationCodec.Prefix, StringComparison.Ordinal) && text.Length < MaxChars;
        return Add(ours ? 0 : Math.Max(TextCost, text.Length), at);
    }

    /// <summary>Counts bytes that belong to no text because it was too long.</summary>
    /// <returns>False when the line floods.</returns>
    public bool Admit(int cutBytes, long at) => Add(cutBytes, at);

    /// <summary>Begins anew, after the line was quiet.</summary>
    public void Reset() => _level = 0;

    private bool Add(double cost, long at)
    {
        var leaked = time.GetElapsedTime(_updatedAt, at).TotalSeconds * LeakPerSecond;
        _updatedAt = at;
        _level = Math.Max(0, _level - Math.Max(0, leaked)) + cost;
        return _level <= Capacity;
    }
}
