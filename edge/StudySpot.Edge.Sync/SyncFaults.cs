namespace StudySpot.Edge.Sync;

/// <summary>Faults of the conversation with the cloud, for the gate's status. Safe for concurrent use.</summary>
internal sealed class SyncFaults
{
    /// <summary>The broker refuses the login or a topic.</summary>
    public const string Refused = "sync:refused";
    /// <summary>A properly signed roster did not fit together.</summary>
    public const string Roster = "sync:roster";
    /// <summary>A properly signed policy cannot be used.</summary>
    public const string Policy = "sync:policy";

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, HashSet<string>> _causes = new(StringComparer.Ordinal);

    /// <summary>Raised after a fault came or went.</summary>
    public event Action? Changed;

    public IReadOnlyList<string> Names
    {
        get { lock (_lock) return [.. _causes.Keys]; }
    }

    /// <param name="cause">Each cause is cleared on its own; the fault goes with the last one.</param>
    public void Raise(string name, string cause)
    {
        bool changed;
        lock (_lock)
        {
            changed = !_causes.TryGetValue(name, out var causes);
            if (changed) _causes[name] = causes = new HashSet<string>(StringComparer.Ordinal);
            causes!.Add(cause);
        }
        if (changed) Changed?.Invoke();
    }

    public void Clear(string name, string cause)
    {
        bool changed;
        lock (_lock)
        {
            if (!_causes.TryGetValue(name, out var causes) || !causes.Remove(cause)) return;
            changed = causes.Count == 0 && _causes.Remove(name);
        }
        if (changed) Changed?.Invoke();
    }
}
