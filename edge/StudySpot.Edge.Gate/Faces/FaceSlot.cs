using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Gate.Faces;

/// <summary>
/// The reader of faces and the one attempt that may wait there. What would only repeat the last answer is no news, so that
/// a face that stays in view, or is lost for a moment and found again, opens once and is refused once.
/// </summary>
/// <param name="closed">True while faces are not asked for at all.</param>
internal sealed class FaceSlot(IFaceReader reader, TimeProvider time, Func<bool> closed) : NewestSlot<FaceAttempt>(reader.Name, reader.Direction)
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

    private readonly Dictionary<MemberId, long> _accepted = [];
    private readonly Dictionary<FaceVerdict, long> _refused = [];

    protected override IAsyncEnumerable<FaceAttempt> Read(CancellationToken ct) => reader.ReadAsync(ct);

    protected override bool StillCounts(FaceAttempt attempt) => time.GetElapsedTime(attempt.LastFrameAt) <= Waits && !closed();

    protected override bool IsNews(FaceAttempt attempt)
    {
        if (closed()) return false;
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

    protected override void Forget(FaceAttempt attempt)
    {
        if (attempt is { Verdict: FaceVerdict.Accept, Member: { } member }) _accepted.Remove(member);
        else _refused.Remove(attempt.Verdict);
    }
}
