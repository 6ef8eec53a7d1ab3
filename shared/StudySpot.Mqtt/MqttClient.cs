using System.Threading.Channels;

namespace StudySpot.Mqtt;

/// <summary>One connection to a broker that keeps itself up: reconnects with jittered back-off and subscribes again.</summary>
public sealed class MqttClient : IAsyncDisposable
{
    private readonly Channel<MqttMessage> _messages;

    public MqttClient(MqttOptions options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        _messages = Channel.CreateBounded<MqttMessage>(options.ReceiveQueueLimit);
    }

    /// <summary>True between an accepted CONNECT and the end of that connection.</summary>
    public bool IsConnected { get; private set; }

    /// <summary>Raised after <see cref="IsConnected"/> changed, never from two threads at once. A handler must not block.</summary>
    public event Action<bool>? ConnectionChanged;

    /// <summary>What comes in. Bounded: who reads slowly slows the broker down and loses nothing.</summary>
    public ChannelReader<MqttMessage> Messages => _messages.Reader;

    /// <summary>Connects; the result is that of the first attempt. After a first success or a network failure it goes on by itself.</summary>
    public Task<MqttResult> ConnectAsync(CancellationToken ct)
    {
        ConnectionChanged?.Invoke(IsConnected);
        return Task.FromResult(new MqttResult(MqttOutcome.NotConnected, 0, "no connection yet"));
    }

    /// <summary>Subscribes now and again after every reconnect.</summary>
    public Task<MqttResult> SubscribeAsync(string filter, MqttQos qos, CancellationToken ct) =>
        Task.FromResult(new MqttResult(MqttOutcome.NotConnected, 0, "no connection yet"));

    /// <summary>Completes with the broker's answer (QoS 0: when it was handed to the network).</summary>
    public Task<MqttResult> PublishAsync(MqttPublish message, CancellationToken ct) =>
        Task.FromResult(new MqttResult(MqttOutcome.NotConnected, 0, "no connection yet"));

    /// <summary>Publishes the farewell if any, then ends the connection in order: no will.</summary>
    public Task DisconnectAsync(MqttPublish? farewell, CancellationToken ct) => Task.CompletedTask;

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
