using StudySpot.Contracts;

namespace StudySpot.Edge.Sync;

/// <summary>Says what the gate has, so that the cloud sends what is newer: on connect, on a nudge, and once a minute.</summary>
internal sealed class SyncRequests : IDisposable
{
    private readonly SyncContext _context;
    private readonly Uplink _uplink;
    private readonly Wakeup _wakeup;
    private volatile bool _receiving;
    private volatile bool _heldBack;

    public SyncRequests(SyncContext context, Uplink uplink)
    {
        (_context, _uplink) = (context, uplink);
        _wakeup = new Wakeup(context.Time);
    }

    /// <summary>Any thread; many in a short time make one request.</summary>
    public void Ask() => _wakeup.Set();

    /// <summary>A roster is on its way: asking now would bring it twice.</summary>
    public void BeginReceiving() => _receiving = true;

    /// <summary>It came or was given up. What was not asked meanwhile is asked now.</summary>
    public void EndReceiving()
    {
        _receiving = false;
        if (!_heldBack) return;
        _heldBack = false;
        Ask();
    }

    public async Task RunAsync(CancellationToken ct)
    {
        while (true)
        {
            await _wakeup.WaitAsync(_context.Timings.SyncEvery, ct);
            if (!_context.IsOnline) continue;
            if (_receiving)
            {
                _heldBack = true;
                continue;
            }
            var store = _context.Parts.Store;
            var request = new SyncRequest
            {
                Incarnation = store.Incarnation,
                RosterVersion = store.Roster?.Version ?? 0,
                PolicyVersion = store.Policy?.Version ?? 0,
                Software = _context.Parts.Software,
                Face = _context.Parts.Faces?.State,
            };
            await _uplink.PublishAsync(Topics.SyncRequests(_context.Bundle.DeviceId), Payload.Encode(request, ContractsJson.Default.SyncRequest), ct);
            await Task.Delay(_context.Timings.SyncSpacing, _context.Time, ct);
        }
    }

    public void Dispose() => _wakeup.Dispose();
}
