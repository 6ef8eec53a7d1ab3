namespace StudySpot.Edge.Sync;

/// <summary>What sync did since it started. Safe for concurrent use.</summary>
public sealed class SyncCounters
{
    private long _eventsSent, _eventsResent, _acks, _ignored, _refusals, _rostersApplied, _rostersGivenUp, _policiesApplied, _commandsDone, _failures;

    /// <summary>Events handed to the broker, repeats included.</summary>
    public long EventsSent => Interlocked.Read(ref _eventsSent);

    /// <summary>Events sent again from the log because the cloud asked.</summary>
    public long EventsResent => Interlocked.Read(ref _eventsResent);

    /// <summary>Acknowledgements taken.</summary>
    public long Acks => Interlocked.Read(ref _acks);

    /// <summary>Messages from the cloud that were not what they should be: unreadable, forged, old, for somebody else.</summary>
    public long Ignored => Interlocked.Read(ref _ignored);

    /// <summary>Times the broker said no.</summary>
    public long Refusals => Interlocked.Read(ref _refusals);

    public long RostersApplied => Interlocked.Read(ref _rostersApplied);

    /// <summary>Rosters that did not become complete or did not fit.</summary>
    public long RostersGivenUp => Interlocked.Read(ref _rostersGivenUp);

    public long PoliciesApplied => Interlocked.Read(ref _policiesApplied);

    public long CommandsDone => Interlocked.Read(ref _commandsDone);

    /// <summary>Unexpected errors after which a part of sync was run again.</summary>
    public long Failures => Interlocked.Read(ref _failures);

    internal void Sent(int events) => Interlocked.Add(ref _eventsSent, events);
    internal void Resent(int events) => Interlocked.Add(ref _eventsResent, events);
    internal void Acked() => Interlocked.Increment(ref _acks);
    internal void Ignore() => Interlocked.Increment(ref _ignored);
    internal void Refused() => Interlocked.Increment(ref _refusals);
    internal void RosterApplied() => Interlocked.Increment(ref _rostersApplied);
    internal void RosterGivenUp() => Interlocked.Increment(ref _rostersGivenUp);
    internal void PolicyApplied() => Interlocked.Increment(ref _policiesApplied);
    internal void CommandDone() => Interlocked.Increment(ref _commandsDone);
    internal void Failed() => Interlocked.Increment(ref _failures);
}
