using Microsoft.Extensions.Logging;
using StudySpot.Contracts;

namespace StudySpot.Edge.Sync;

/// <summary>What every part of sync shares. Safe for concurrent use.</summary>
internal sealed class SyncContext(ProvisioningBundle bundle, SyncParts parts, SyncTimings timings, TimeProvider time, ILogger logger)
{
    private volatile bool _online;

    public ProvisioningBundle Bundle => bundle;
    public SyncParts Parts => parts;
    public SyncTimings Timings => timings;
    public TimeProvider Time => time;
    public ILogger Logger => logger;
    public SyncCounters Counters { get; } = new();
    public SyncFaults Faults { get; } = new();

    /// <summary>Connected, and the broker accepted the subscription to what the cloud sends.</summary>
    public bool IsOnline
    {
        get => _online;
        set => _online = value;
    }
}
