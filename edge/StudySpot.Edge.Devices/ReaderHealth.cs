using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Devices;

/// <summary>Remembers whether a reader works and says so only when it changes. Safe for concurrent use.</summary>
internal sealed class ReaderHealth
{
    private readonly Lock _gate = new();
    private bool? _healthy;
    private string? _fault;
    private ReaderFault _kind;

    /// <summary>Raised on the reporting thread, in the order of the changes.</summary>
    public event Action<bool>? Changed;

    /// <summary>Why the reader does not work; null while it does or before anything is known.</summary>
    public string? Fault
    {
        get { lock (_gate) return _fault; }
    }

    /// <inheritdoc cref="ICodeReader.FaultKind"/>
    public ReaderFault Kind
    {
        get { lock (_gate) return _kind; }
    }

    /// <summary>Null before anything is known.</summary>
    public bool? IsHealthy
    {
        get { lock (_gate) return _healthy; }
    }

    public void Works() => Report(true, ReaderFault.Lost, null);

    public void Lost(string fault) => Report(false, ReaderFault.Lost, fault);

    public void Lost(ReaderFault kind, string fault) => Report(false, kind, fault);

    private void Report(bool healthy, ReaderFault kind, string? fault)
    {
        // The event is raised under the lock: a loss and a recovery on two threads must not overtake each other.
        lock (_gate)
        {
            (_kind, _fault) = (kind, fault);
            if (_healthy == healthy) return;
            _healthy = healthy;
            Changed?.Invoke(healthy);
        }
    }
}
