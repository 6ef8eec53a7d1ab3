using NodaTime;
using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Sync.Tests;

/// <summary>A clock on system time whose quality can be set.</summary>
public sealed class StandingClock : IGateClock
{
    public ClockQuality Quality { get; set; } = ClockQuality.Synchronised;

    public ClockReading Read() => new(Instant.FromDateTimeOffset(TimeProvider.System.GetUtcNow()), Quality, Duration.Zero);

    public Guid BootId { get; } = Guid.Parse("0192bbbb-0000-7000-8000-000000000001");

    public long MonotonicMs => (long)TimeProvider.System.GetElapsedTime(0).TotalMilliseconds;
}

/// <summary>Remembers what was asked; releases unless told otherwise.</summary>
public sealed class ReleasingGate : IGateCommands
{
    private readonly Lock _lock = new();
    private readonly List<(Direction Direction, Guid RequestedBy, Guid Command)> _releases = [];

    public bool Releases { get; set; } = true;

    public IReadOnlyList<(Direction Direction, Guid RequestedBy, Guid Command)> Asked
    {
        get { lock (_lock) return [.. _releases]; }
    }

    public Task<bool> ReleaseByStaffAsync(Direction direction, Guid requestedBy, Guid commandId, CancellationToken ct)
    {
        lock (_lock) _releases.Add((direction, requestedBy, commandId));
        return Task.FromResult(Releases);
    }
}

public sealed class SettableHealth : IGateHealth
{
    public GateHealth Health { get; private set; } = new("idle", []);

    public event Action? HealthChanged;

    public void Set(string state, params string[] faults)
    {
        Health = new GateHealth(state, faults);
        HealthChanged?.Invoke();
    }
}
