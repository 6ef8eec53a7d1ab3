using StudySpot.Contracts;

namespace StudySpot.Edge.Sync;

/// <summary>Says what the gate has, so that the cloud sends what is newer: on connect, on a nudge, and once a minute.</summary>
internal sealed class SyncRequests : IDisposable
{
    private readonly SyncContext _context;
    private readonly Uplink _uplink;
    private readonly Wakeup _wakeup;

    public SyncRequests(SyncContext context, Uplink uplink)
    {
        (_context, _uplink) = (context, uplink);
        _wakeup = new Wakeup(context.Time);
    }

    /// <summary>Any thread; many in a short time make one request.</summary>
    public void Ask() => _wakeup.Set();

    /// <param name="isReceiving">A roster is on its way: asking now would bring it twice.</param>
    public async Task RunAsync(Func<bool> isReceiving, CancellationToken ct)
    {
        while (true)
        {
            await _wakeup.WaitAsync(_context.Timings.SyncEvery, ct);
            if (!_context.IsOnline || isReceiving()) continue;
            var store = _context.Parts.Store;
            var request = new SyncRequest
            {
                Incarnation = store.Incarnation,
                RosterVersion = store.Roster?.Version ?? 0,
                PolicyVersion = store.Policy?.Version ?? 0,
                Software = _context.Parts.Software,
            };
            await _uplink.PublishAsync(Topics.SyncRequests(_context.Bundle.DeviceId), Payload.Encode(request, ContractsJson.Default.SyncRequest), ct);
            await Task.Delay(_context.Timings.SyncSpacing, _context.Time, ct);
        }
    }

    public void Dispose() => _wakeup.Dispose();
}
