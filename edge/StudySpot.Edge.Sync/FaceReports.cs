using StudySpot.Contracts;
using StudySpot.Mqtt;

namespace StudySpot.Edge.Sync;

/// <summary>Sends what the gate did about faces until the cloud says that it holds it.</summary>
internal sealed class FaceReports : IDisposable
{
    /// <summary>At once on the way; an envelope is some 10 KiB.</summary>
    private const int MaxUnderWay = 16;

    private readonly SyncContext _context;
    private readonly Uplink _uplink;
    private readonly Wakeup _wakeup;
    /// <summary>When each was sent last. Under its own lock: acknowledgements come on the downlink.</summary>
    private readonly Dictionary<Guid, long> _sent = [];

    public FaceReports(SyncContext context, Uplink uplink)
    {
        (_context, _uplink) = (context, uplink);
        _wakeup = new Wakeup(context.Time);
    }

    /// <summary>A report was added.</summary>
    public void Added() => _wakeup.Set();

    /// <summary>A new connection: what was on its way may be lost.</summary>
    public void Connected()
    {
        lock (_sent) _sent.Clear();
        _wakeup.Set();
    }

    /// <summary>The cloud holds a report.</summary>
    public void Acknowledged(FaceAck ack)
    {
        _context.Parts.Faces?.Acknowledge(ack.Report);
        lock (_sent) _sent.Remove(ack.Report);
        _wakeup.Set();
    }

    public async Task RunAsync(CancellationToken ct)
    {
        if (_context.Parts.Faces is not { } faces)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, _context.Time, ct);
            return;
        }
        while (true)
        {
            if (_context.IsOnline)
            {
                foreach (var report in faces.ReadReports(MaxUnderWay).Where(report => IsDue(report.Id)))
                {
                    lock (_sent) _sent[report.Id] = _context.Time.GetTimestamp();
                    var answer = await _uplink.PublishAsync(
                        Topics.FaceReports(_context.Bundle.DeviceId), Payload.Encode(report, ContractsJson.Default.FaceReport), ct);
                    if (answer.Outcome is MqttOutcome.NotConnected) break;
                }
            }
            await _wakeup.WaitAsync(_context.Timings.AckTimeoutLimit, ct);
        }
    }

    private bool IsDue(Guid report)
    {
        lock (_sent) return !_sent.TryGetValue(report, out var at) || _context.Time.GetElapsedTime(at) >= _context.Timings.AckTimeoutLimit;
    }

    public void Dispose() => _wakeup.Dispose();
}
