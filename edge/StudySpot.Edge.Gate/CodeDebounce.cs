namespace StudySpot.Edge.Gate;

/// <summary>
/// Tells a code that is newly shown from one the reader simply still sees. A camera reads a phone ten times a second while
/// its owner walks in; only the first reading is a presentation. Used by one thread.
/// </summary>
internal sealed class CodeDebounce(TimeProvider time)
{
    /// <summary>
    /// A code gone from view this long and back is shown anew. Twenty frames of a camera at 10 a second: enough for those
    /// lost to motion and glare, less than it takes to hand a phone on and hold it up again.
    /// </summary>
    private static readonly TimeSpan Gap = TimeSpan.FromSeconds(2);

    /// <summary>Phones that fit into one picture; two of them alternate from frame to frame.</summary>
    private const int Remembered = 8;

    private readonly List<(string Text, long SeenAt)> _seen = [];

    /// <summary>True when the code was not in view during the last two seconds.</summary>
    /// <param name="at">Timestamp of the reading itself: what matters is how long the reader did not see it.</param>
    public bool IsNew(string text, long at)
    {
        _seen.RemoveAll(one => time.GetElapsedTime(one.SeenAt, at) > Gap);
        var index = _seen.FindIndex(one => one.Text == text);
        if (index >= 0)
        {
            _seen[index] = (text, at);
            return false;
        }
        if (_seen.Count == Remembered) _seen.RemoveAt(0);
        _seen.Add((text, at));
        return true;
    }

    /// <summary>The code was never answered: its next reading counts.</summary>
    public void Forget(string text) => _seen.RemoveAll(one => one.Text == text);
}
