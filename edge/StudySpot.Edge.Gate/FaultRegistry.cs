namespace StudySpot.Edge.Gate;

/// <summary>Names of parts in <see cref="Contracts.GateStatus.Faults"/>. A reader's fault has the reader's name.</summary>
public static class FaultNames
{
    /// <summary>Events cannot be written: nobody enters.</summary>
    public const string Storage = "storage";
    /// <summary>The gate's memory was set aside; it lacks roster or policy until the next sync.</summary>
    public const string StorageReset = "storage:reset";
    public const string Turnstile = "turnstile";
    /// <summary>The turnstile's housing is open.</summary>
    public const string Tamper = "turnstile:tamper";
    /// <summary>The time is not known: codes cannot be judged.</summary>
    public const string Clock = "clock";
}

/// <summary>Parts that do not work now. Safe for concurrent use.</summary>
internal sealed class FaultRegistry
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, long> _since = new(StringComparer.Ordinal);
    private volatile string[] _names = [];

    /// <summary>In order of name.</summary>
    public IReadOnlyList<string> Names => _names;

    public bool Has(string name)
    {
        lock (_gate) return _since.ContainsKey(name);
    }

    /// <summary>False when it was there already.</summary>
    public bool Raise(string name, long timestamp)
    {
        lock (_gate)
        {
            if (!_since.TryAdd(name, timestamp)) return false;
            _names = [.. _since.Keys];
            return true;
        }
    }

    /// <summary>Null when it was not there; otherwise the timestamp it had been there since.</summary>
    public long? Clear(string name)
    {
        lock (_gate)
        {
            if (!_since.Remove(name, out var since)) return null;
            _names = [.. _since.Keys];
            return since;
        }
    }
}
