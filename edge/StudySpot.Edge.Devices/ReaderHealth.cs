namespace StudySpot.Edge.Devices;

/// <summary>Remembers whether a reader works and says so only when it changes. Safe for concurrent use.</summary>
internal sealed class ReaderHealth
{
    private readonly Lock _gate = new();
    private bool? _healthy;
    private string? _fault;

    /// <summary>Raised on the reporting thread, in the order of the changes.</summary>
    public event Action<bool>? Changed;

    /// <summary>Why the reader does not work; null while it does or before anything is known.</summary>
    public string? Fault
    {
        get { lock (_gate) return _fault; }
    }

    public void Works() => Report(true, null);

    public void Lost(string fault) => Report(false, fault);

    private void Report(bool healthy, string? fault)
    {
        // The event is raised under the lock: a loss and a recovery on two threads must not overtake each other.
        lock (_gate)
        {
            _fault = fault;
            if (_healthy == healthy) return;
            _healthy = healthy;
            Changed?.Invoke(healthy);
        }
    }
}
