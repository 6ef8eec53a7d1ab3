using Microsoft.Extensions.Logging;
using StudySpot.Contracts;
using StudySpot.Mqtt;

namespace StudySpot.Edge.Sync;

/// <summary>Makes a connection usable: connects, subscribes to what the cloud sends, and says so to the others.</summary>
internal sealed class BrokerLink : IDisposable
{
    private const string Login = "login";

    private readonly SyncContext _context;
    private readonly MqttClient _client;
    private readonly Uplink _uplink;
    private readonly Wakeup _wakeup;
    private readonly Lock _lock = new();
    private int _connection;

    public BrokerLink(SyncContext context, MqttClient client, Uplink uplink)
    {
        (_context, _client, _uplink) = (context, client, uplink);
        _wakeup = new Wakeup(context.Time);
        client.ConnectionChanged += OnConnectionChanged;
    }

    /// <summary>Raised for every new connection once it is usable.</summary>
    public event Action? Connected;

    public async Task RunAsync(CancellationToken ct)
    {
        await _client.ConnectAsync(ct);
        while (true)
        {
            if (!_client.IsConnected)
            {
                // The client goes on by itself; a refused login (another certificate is needed, or a clock) shows as a fault.
                if (_client.LastEnd.Outcome is MqttOutcome.Refused or MqttOutcome.Failed) _uplink.Judge(Login, _client.LastEnd);
            }
            else if (!_context.IsOnline)
            {
                await BeginAsync(ct);
            }
            await _wakeup.WaitAsync(_context.IsOnline ? Timeout.InfiniteTimeSpan : _context.Timings.RefusalBackoff, ct);
        }
    }

    private async Task BeginAsync(CancellationToken ct)
    {
        var connection = Volatile.Read(ref _connection);
        var filter = Topics.DownFilter(_context.Bundle.DeviceId);
        var result = await _client.SubscribeAsync(filter, MqttQos.AtLeastOnce, ct);
        _uplink.Judge(filter, result);
        if (!result.IsSuccess) return;
        lock (_lock)
        {
            // Lost meanwhile, perhaps back already: the next pass begins anew.
            if (connection != _connection || !_client.IsConnected) return;
            _context.IsOnline = true;
        }
        _uplink.Judge(Login, result);
        _context.Logger.LogInformation("Connected to the cloud");
        Connected?.Invoke();
    }

    private void OnConnectionChanged(bool connected)
    {
        lock (_lock)
        {
            _connection++;
            _context.IsOnline = false;
        }
        if (!connected) _context.Logger.LogInformation("No connection to the cloud");
        _wakeup.Set();
    }

    public void Dispose()
    {
        _client.ConnectionChanged -= OnConnectionChanged;
        _wakeup.Dispose();
    }
}
