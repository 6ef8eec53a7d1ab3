using System.Threading.Channels;
using StudySpot.Cloud.Api.Hosting;
using StudySpot.Crypto;
using StudySpot.Mqtt;

namespace StudySpot.Cloud.Api.Broker;

/// <summary>
/// This process's one connection to the broker. A broker that is away is a normal state: the Api serves on, publishing
/// answers <see cref="MqttOutcome.NotConnected"/>, and the client reconnects by itself.
/// </summary>
public sealed class BrokerConnection : BackgroundService
{
    /// <summary>Messages one listener may fall behind before the broker is slowed down.</summary>
    private const int ListenerQueue = 1_000;

    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LongestRetry = TimeSpan.FromSeconds(30);

    private readonly MqttClient _client;
    private readonly IReadOnlyList<Subscriber> _subscribers;
    private readonly TimeProvider _time;
    private readonly ILogger<BrokerConnection> _logger;

    public BrokerConnection(ApiSettings settings, IEnumerable<IBrokerListener> listeners, TimeProvider time, ILogger<BrokerConnection> logger)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _time = time;
        _logger = logger;
        _subscribers = [.. listeners.Select(listener => new Subscriber(listener, Channel.CreateBounded<MqttMessage>(ListenerQueue)))];
        _client = new MqttClient(new MqttOptions
        {
            Host = settings.Broker.Host,
            Port = settings.Broker.Port,
            // One client id per process: the broker throws out the elder of two with the same.
            ClientId = $"studyspot-api-{Convert.ToHexStringLower(RandomBytes.Get(8))}",
            CaFile = settings.Broker.CaFile,
            CertificateFile = settings.Broker.CertificateFile,
            KeyFile = settings.Broker.KeyFile,
        }, time);
    }

    public bool IsConnected => _client.IsConnected;

    /// <summary>Completes with the broker's answer; a refusal is a result, not an exception.</summary>
    public Task<MqttResult> PublishAsync(MqttPublish message, CancellationToken ct) => _client.PublishAsync(message, ct);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.WhenAll([ConnectAsync(stoppingToken), DispatchAsync(stoppingToken), .. _subscribers.Select(s => ListenAsync(s, stoppingToken))]);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await _client.DisconnectAsync(null, CancellationToken.None);
        }
    }

    public override void Dispose()
    {
        _client.DisposeAsync().AsTask().GetAwaiter().GetResult();
        base.Dispose();
    }

    private async Task ConnectAsync(CancellationToken ct)
    {
        await UntilDoneAsync("connect", () => _client.ConnectAsync(ct), ct);
        foreach (var filter in _subscribers.SelectMany(s => s.Listener.Filters).Distinct(StringComparer.Ordinal))
            await UntilDoneAsync($"subscribe to {filter}", () => _client.SubscribeAsync(filter, MqttQos.AtLeastOnce, ct), ct);
    }

    private async Task UntilDoneAsync(string what, Func<Task<MqttResult>> attempt, CancellationToken ct)
    {
        for (var wait = FirstRetry; ; wait = wait * 2 > LongestRetry ? LongestRetry : wait * 2)
        {
            var result = await attempt();
            if (result.IsSuccess) return;
            _logger.LogWarning("Could not {What} at the broker: {Outcome} {ReasonCode} {Explanation}; trying again in {Seconds} s",
                what, result.Outcome, result.ReasonCode, result.Explanation, wait.TotalSeconds);
            await Task.Delay(wait, _time, ct);
        }
    }

    private async Task DispatchAsync(CancellationToken ct)
    {
        await foreach (var message in _client.Messages.ReadAllAsync(ct))
        {
            foreach (var subscriber in _subscribers)
            {
                if (subscriber.Listener.Filters.Any(filter => TopicFilter.Matches(filter, message.Topic)))
                    await subscriber.Queue.Writer.WriteAsync(message, ct);
            }
        }
    }

    private async Task ListenAsync(Subscriber subscriber, CancellationToken ct)
    {
        await foreach (var message in subscriber.Queue.Reader.ReadAllAsync(ct))
        {
            try
            {
                await subscriber.Listener.HandleAsync(message, ct);
            }
            catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
            {
                // The edge of this loop: one bad message or a database that is away must not end listening.
                _logger.LogError(e, "{Listener} failed on a message of {Topic}", subscriber.Listener.GetType().Name, message.Topic);
            }
        }
    }

    private sealed record Subscriber(IBrokerListener Listener, Channel<MqttMessage> Queue);
}
