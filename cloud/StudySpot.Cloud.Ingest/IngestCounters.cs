using StudySpot.Cloud.Ingest.Writing;

namespace StudySpot.Cloud.Ingest;

/// <summary>What this process did since it started. Safe for concurrent use.</summary>
public sealed class IngestCounters
{
    private long _fresh;
    private long _known;
    private long _asides;
    private long _flushes;

    /// <summary>Events committed for the first time.</summary>
    public long Fresh => Interlocked.Read(ref _fresh);

    /// <summary>Events that were held already, or did not fit behind too many gaps.</summary>
    public long Known => Interlocked.Read(ref _known);

    /// <summary>Messages and events set aside.</summary>
    public long SetAside => Interlocked.Read(ref _asides);

    /// <summary>Transactions.</summary>
    public long Flushes => Interlocked.Read(ref _flushes);

    internal void Add(Committed committed)
    {
        Interlocked.Add(ref _fresh, committed.FreshEvents);
        Interlocked.Add(ref _known, committed.KnownEvents);
        Interlocked.Add(ref _asides, committed.SetAside);
        Interlocked.Increment(ref _flushes);
    }

    /// <summary>In the text format that Prometheus reads.</summary>
    public string ToText() => FormattableString.Invariant($"""
        # TYPE studyspot_ingest_events_committed counter
        studyspot_ingest_events_committed {Fresh}
        # TYPE studyspot_ingest_events_known counter
        studyspot_ingest_events_known {Known}
        # TYPE studyspot_ingest_set_aside counter
        studyspot_ingest_set_aside {SetAside}
        # TYPE studyspot_ingest_flushes counter
        studyspot_ingest_flushes {Flushes}

        """);
}
