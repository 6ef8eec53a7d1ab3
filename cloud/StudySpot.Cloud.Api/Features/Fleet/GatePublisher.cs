using System.Text.Json.Serialization.Metadata;
using StudySpot.Cloud.Api.Broker;
using StudySpot.Contracts;
using StudySpot.Mqtt;

namespace StudySpot.Cloud.Api.Features.Fleet;

/// <summary>Sends messages to gates. Safe for concurrent use.</summary>
public sealed class GatePublisher(Lazy<BrokerConnection> broker)
{
    public Task<MqttResult> SendAsync<T>(string topic, T message, JsonTypeInfo<T> type, CancellationToken ct) =>
        SendAsync(topic, Payload.Encode(message, type), ct);

    /// <param name="payload">As it goes over the wire.</param>
    public Task<MqttResult> SendAsync(string topic, ReadOnlyMemory<byte> payload, CancellationToken ct) =>
        broker.Value.PublishAsync(new MqttPublish(topic, payload, MqttQos.AtLeastOnce, Retain: false), ct);

    /// <summary>Sends a hint that may be lost.</summary>
    public Task<MqttResult> HintAsync(string topic, CancellationToken ct) =>
        broker.Value.PublishAsync(new MqttPublish(topic, default, MqttQos.AtMostOnce, Retain: false), ct);
}
