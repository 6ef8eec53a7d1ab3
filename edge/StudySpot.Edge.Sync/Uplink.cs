using Microsoft.Extensions.Logging;
using StudySpot.Mqtt;

namespace StudySpot.Edge.Sync;

/// <summary>Publishes at QoS 1 and looks at the broker's answer: a refusal is a fault of the gate until the same topic is accepted.</summary>
internal sealed class Uplink(MqttClient client, SyncFaults faults, SyncCounters counters, ILogger logger)
{
    public Task<MqttResult> PublishAsync(string topic, byte[] payload, CancellationToken ct) =>
        PublishAsync(new MqttPublish(topic, payload, MqttQos.AtLeastOnce, Retain: false), ct);

    public async Task<MqttResult> PublishAsync(MqttPublish message, CancellationToken ct)
    {
        var result = await client.PublishAsync(message, ct);
        Judge(message.Topic, result);
        return result;
    }

    /// <summary>Turns an answer of the broker into a fault or its end.</summary>
    public void Judge(string topic, MqttResult result)
    {
        switch (result.Outcome)
        {
            case MqttOutcome.Success:
                faults.Clear(SyncFaults.Refused, topic);
                break;
            case MqttOutcome.Refused or MqttOutcome.Failed:
                counters.Refused();
                faults.Raise(SyncFaults.Refused, topic);
                logger.LogWarning("The broker refused {Topic}: {ReasonCode} {Explanation}", topic, result.ReasonCode, result.Explanation);
                break;
        }
    }
}
