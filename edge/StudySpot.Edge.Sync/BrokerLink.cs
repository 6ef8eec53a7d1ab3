using Microsoft.Extensions.Logging;
using StudySpot.Contracts;
using StudySpot.Mqtt;

namespace StudySpot.Edge.Sync;

/// <summary>Makes a connection usable: connects, subscribes to what the cloud sends, and says so to the others.</summary>
internal sealed class BrokerLink : IDisposable
{
    private readonly SyncContext _context;
    private readonly MqttClient _client;
    private readonly Uplink _uplink;
    private readonly Wakeup _wakeup;

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
        var timings = _context.Timings;
        var backoff = timings.RefusalBackoff;
        while (!_client.IsConnected)
        {
            var result = await _client.ConnectAsync(ct);
            _uplink.Judge("login", result);
            if (result.Outcome is not (MqttOutcome.Refused or MqttOutcome.Failed)) break;
            // The client does not go on by itself after a refusal: it may be another certificate that is needed, or a clock.
            await Task.Delay(backoff, _context.Time, ct);
            backoff = backoff * 2 < timings.RefusalLimit ? backoff * 2 : timings.RefusalLimit;
        }
        while (true)
        {
            if (_client.IsConnected && !_context.IsOnline) await BeginAsync(ct);
            // Looks again when a subscription was refused, too.
            await _wakeup.WaitAsync(_client.IsConnected && !_context.IsOnline ? timings.RefusalBackoff : Timeout.InfiniteTimeSpan, ct);
        }
    }

    private async Task BeginAsync(CancellationToken ct)
    {
        var filter = Topics.DownFilter(_context.Bundle.DeviceId);
        var result = await _client.SubscribeAsync(filter, MqttQos.AtLeastOnce, ct);
        _uplink.Judge(filter, result);
        if (!result.IsSuccess || !_client.IsConnected) return;
        _uplink.Judge("login", result);
        _context.IsOnline = true;
        _context.Logger.LogInformation("Connected to the cloud");
        Connected?.Invoke();
    }

    private void OnConnectionChanged(bool connected)
    {
        // Also for a loss and a return so quick that the loop sees only the return: the next pass subscribes and begins anew.
        _context.IsOnline = false;
        if (!connected) _context.Logger.LogInformation("No connection to the cloud");
        _wakeup.Set();
    }

    public void Dispose()
    {
        _client.ConnectionChanged -= OnConnectionChanged;
        _wakeup.Dispose();
    }
}
