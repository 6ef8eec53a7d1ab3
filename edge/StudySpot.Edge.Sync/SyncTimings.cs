namespace StudySpot.Edge.Sync;

/// <summary>How long the gate's side of the conversation waits for what. docs/sync.md gives the reasons for the values.</summary>
public sealed record SyncTimings
{
    /// <summary>Without an acknowledgement for this long, everything not acknowledged is sent again. Ten times the second a passage may take to the dashboard.</summary>
    public TimeSpan AckTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait doubles up to this while no acknowledgement comes at all: a cloud that is down is not fed megabytes.</summary>
    public TimeSpan AckTimeoutLimit { get; init; } = TimeSpan.FromSeconds(80);

    /// <summary>A status at least this often, because wills lie (<see cref="Contracts.GateStatus.At"/>).</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The gate says what it has at least this often, so a lost nudge costs no more than this.</summary>
    public TimeSpan SyncEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Shortest time between two such requests, however many nudges come.</summary>
    public TimeSpan SyncSpacing { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A roster that grew by no chunk for this long is given up and asked for again.</summary>
    public TimeSpan RosterPatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Shortest time between two batches sent again from the log.</summary>
    public TimeSpan ResendSpacing { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>First wait after the broker refused a topic or the login; doubles up to <see cref="RefusalLimit"/>.</summary>
    public TimeSpan RefusalBackoff { get; init; } = TimeSpan.FromSeconds(5);

    /// <inheritdoc cref="RefusalBackoff"/>
    public TimeSpan RefusalLimit { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Wait before a part that failed (a disk that is full, a bug) runs again; doubles up to <see cref="RestartLimit"/>.</summary>
    public TimeSpan RestartAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <inheritdoc cref="RestartAfter"/>
    public TimeSpan RestartLimit { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the farewell may take; the whole stop stays under 5 s.</summary>
    public TimeSpan FarewellLimit { get; init; } = TimeSpan.FromSeconds(2);
}
