using StudySpot.Access;

namespace StudySpot.Cloud.Data.Sessions;

/// <summary>
/// Sessions of one member from the set of that member's passages. A pure function of the set: order of arrival, repetition
/// and batching change nothing.
/// <list type="bullet">
/// <item>Passages are ordered by time; at the same moment by the gate's incarnation, then sequence, then event id.</item>
/// <item>An entry begins a session. A session still open is ended by it at that moment, in whatever hall: nobody is in two places.</item>
/// <item>An exit ends the open session, in whatever hall: who leaves one is no longer in another. Without an open session it is ignored.</item>
/// <item>A session open for the forgotten-exit time of its hall is ended by rule at exactly that age. Later passages find none open.</item>
/// </list>
/// </summary>
public static class SessionDerivation
{
    /// <summary>The total order of passages.</summary>
    public static readonly IComparer<Passage> Order = Comparer<Passage>.Create(static (a, b) =>
    {
        var byTime = a.At.CompareTo(b.At);
        if (byTime != 0) return byTime;
        var byIncarnation = a.Incarnation.CompareTo(b.Incarnation);
        if (byIncarnation != 0) return byIncarnation;
        var bySequence = a.Sequence.CompareTo(b.Sequence);
        return bySequence != 0 ? bySequence : a.EventId.CompareTo(b.EventId);
    });

    /// <param name="forgottenExit">How long a session of a hall may stay open.</param>
    /// <param name="now">Sessions that reach the forgotten-exit time at or before now are ended by rule.</param>
    /// <returns>In order of entry.</returns>
    public static IReadOnlyList<DerivedSession> Derive(IEnumerable<Passage> passages, Func<HallId, TimeSpan> forgottenExit, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(passages);
        ArgumentNullException.ThrowIfNull(forgottenExit);
        var sessions = new List<DerivedSession>();
        Passage? open = null;
        foreach (var passage in passages.Order(Order).DistinctBy(p => p.EventId))
        {
            if (open is { } entry)
            {
                var until = entry.At + forgottenExit(entry.Hall);
                sessions.Add(until <= passage.At
                    ? Closed(entry, until, null, SessionEnd.Rule)
                    : Closed(entry, passage.At, passage.EventId, passage.IsEntry ? SessionEnd.NextEntry : SessionEnd.Exit));
            }
            open = passage.IsEntry ? passage : null;
        }
        if (open is { } last)
        {
            var until = last.At + forgottenExit(last.Hall);
            sessions.Add(until <= now
                ? Closed(last, until, null, SessionEnd.Rule)
                : new DerivedSession(last.Hall, last.At, last.EventId, null, null, SessionEnd.StillOpen));
        }
        return sessions;
    }

    private static DerivedSession Closed(Passage entry, DateTimeOffset at, Guid? by, SessionEnd end) =>
        new(entry.Hall, entry.At, entry.EventId, at, by, end);
}
