using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Faces;

/// <summary>
/// The one attempt that may wait: the newest, because the person in front is the newest. Drops what would only repeat the
/// last answer, so that a face that stays in view, or is lost for a moment and found again, opens once and is refused once.
/// </summary>
/// <param name="closed">True while faces are not asked for at all.</param>
internal sealed class FaceSlot(IFaceReader reader, TimeProvider time, Func<bool> closed)
{
    /// <summary>
    /// One person's way through the turnstile (6 s unless the policy says otherwise) and the steps away from the camera.
    /// Whoever walks in and is seen again from behind the arm must not open it for the next.
    /// </summary>
    private static readonly TimeSpan SamePerson = TimeSpan.FromSeconds(10);

    /// <summary>A photograph held up, or a stranger who waits, is one entry in the log every so often, not one a second.</summary>
    private static readonly TimeSpan SameRefusal = TimeSpan.FromSeconds(5);

    /// <summary>People pass by a camera all day; this bounds what their unusable pictures write to 120 an hour.</summary>
    private static readonly TimeSpan SamePoor = TimeSpan.FromSeconds(30);

    /// <summary>An attempt that waited while somebody walked through still speaks of the person in front; one older may not.</summary>
    private static readonly TimeSpan Waits = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly Dictionary<MemberId, long> _accepted = [];
    private readonly Dictionary<FaceVerdict, long> _refused = [];
    private FaceAttempt? _waiting;

    public string Name => reader.Name;

    public Direction Direction => reader.Direction;

    /// <summary>Passes on every attempt that is news until cancelled.</summary>
    /// <param name="presented">Called when an attempt waits that nobody was told of.</param>
    public async Task ReadAsync(Action<string> presented, CancellationToken ct)
    {
        await foreach (var attempt in reader.ReadAsync(ct))
        {
            if (Offer(attempt)) presented(Name);
        }
    }

    /// <summary>Takes the waiting attempt; null when there is none any more.</summary>
    public FaceAttempt? Take()
    {
        lock (_lock)
        {
            var attempt = _waiting;
            _waiting = null;
            return attempt is not null && time.GetElapsedTime(attempt.LastFrameAt) <= Waits && !closed() ? attempt : null;
        }
    }

    private bool Offer(FaceAttempt attempt)
    {
        if (closed()) return false;
        lock (_lock)
        {
            if (!IsNews(attempt)) return false;
            var told = _waiting is not null;
            _waiting = attempt;
            return !told;
        }
    }

    private bool IsNews(FaceAttempt attempt)
    {
        var now = time.GetTimestamp();
        if (attempt is { Verdict: FaceVerdict.Accept, Member: { } member })
        {
            foreach (var gone in _accepted.Where(one => time.GetElapsedTime(one.Value, now) > SamePerson).Select(one => one.Key).ToArray()) _accepted.Remove(gone);
            return _accepted.TryAdd(member, now);
        }
        var gap = attempt.Verdict == FaceVerdict.Poor ? SamePoor : SameRefusal;
        if (_refused.TryGetValue(attempt.Verdict, out var last) && time.GetElapsedTime(last, now) <= gap) return false;
        _refused[attempt.Verdict] = now;
        return true;
    }
}
