using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Edge.Gate.Ports;
using StudySpot.Mqtt;

namespace StudySpot.Edge.Sync;

/// <summary>Keeps the retained status of the gate true: after every change, and as a heartbeat.</summary>
internal sealed class StatusReports : IDisposable
{
    private readonly SyncContext _context;
    private readonly Uplink _uplink;
    private readonly Wakeup _wakeup;

    public StatusReports(SyncContext context, Uplink uplink)
    {
        (_context, _uplink) = (context, uplink);
        _wakeup = new Wakeup(context.Time);
    }

    public void Changed() => _wakeup.Set();

    public async Task RunAsync(CancellationToken ct)
    {
        while (true)
        {
            if (_context.IsOnline) await _uplink.PublishAsync(Message(_context, Now(_context)), ct);
            await _wakeup.WaitAsync(_context.Timings.Heartbeat, ct);
        }
    }

    /// <summary>What the broker says for a gate that went without a word.</summary>
    public static MqttPublish Will(SyncContext context) => Message(context, Gone(context, null));

    /// <summary>What the gate says before it stops in order.</summary>
    public static MqttPublish Farewell(SyncContext context) => Message(context, Gone(context, "clean"));

    private static GateStatus Gone(SyncContext context, string? farewell) => new()
    {
        Online = false,
        At = context.Parts.Clock.Read().Now.ToDateTimeOffset(),
        Farewell = farewell,
        Software = context.Parts.Software,
    };

    private static GateStatus Now(SyncContext context)
    {
        var clock = context.Parts.Clock.Read();
        var health = context.Parts.Health.Health;
        var status = new GateStatus
        {
            Online = true,
            At = clock.Now.ToDateTimeOffset(),
            State = health.State,
            ClockQuality = clock.Quality.ToWire(),
            Faults = [.. health.Faults.Union(context.Faults.Names, StringComparer.Ordinal)],
            Software = context.Parts.Software,
            Health = health.Measurements,
        };
        try
        {
            return WithStore(status, context.Parts.Store);
        }
        catch (StoreUnavailableException)
        {
            // A gate that cannot reach its storage has all the more reason to say how it is.
            return status;
        }
    }

    private static GateStatus WithStore(GateStatus status, IGateStore store)
    {
        var outbox = store.Outbox;
        var roster = store.Roster;
        return status with
        {
            Incarnation = store.Incarnation,
            LastSequence = outbox.LastSequence,
            OutboxRows = outbox.Rows,
            OutboxAgeSeconds = outbox.OldestAt is { } oldest ? Seconds(status.At - oldest) : null,
            RosterVersion = roster?.Version,
            PolicyVersion = store.Policy?.Version,
            RosterAgeSeconds = roster is { } known ? Seconds(status.At - known.IssuedAt.ToDateTimeOffset()) : null,
        };
    }

    // A gate's clock may have been anywhere when the time was written.
    private static int Seconds(TimeSpan span) => (int)Math.Clamp(span.TotalSeconds, 0, int.MaxValue);

    private static MqttPublish Message(SyncContext context, GateStatus status) => new(
        Topics.Status(context.Bundle.DeviceId), Payload.Encode(status, ContractsJson.Default.GateStatus), MqttQos.AtLeastOnce, Retain: true);

    public void Dispose() => _wakeup.Dispose();
}
