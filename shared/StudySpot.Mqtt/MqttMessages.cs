namespace StudySpot.Mqtt;

/// <summary>A message to send.</summary>
public sealed record MqttPublish(string Topic, ReadOnlyMemory<byte> Payload, MqttQos Qos, bool Retain);

/// <summary>A message that came.</summary>
/// <param name="Retained">The broker kept it from before we subscribed.</param>
public sealed record MqttMessage(string Topic, ReadOnlyMemory<byte> Payload, MqttQos Qos, bool Retained);

/// <summary>What became of an operation.</summary>
public enum MqttOutcome
{
    /// <summary>The broker accepted it.</summary>
    Success,
    /// <summary>The broker answered no: <see cref="MqttResult.ReasonCode"/> says why. Trying again unchanged gives the same answer.</summary>
    Refused,
    /// <summary>There is no connection, or it broke before the answer: the broker may or may not have it. Try again.</summary>
    NotConnected,
    /// <summary>No answer in time.</summary>
    TimedOut,
    /// <summary>It cannot be sent as it is: bad topic, too large, bad certificate file.</summary>
    Failed,
}

/// <summary>An expected answer, good or bad.</summary>
/// <param name="ReasonCode">MQTT 5 reason code (3.1.1 return codes are mapped to it); 0 when the broker said nothing.</param>
/// <param name="Explanation">For logs: no payload and no secret in it.</param>
public readonly record struct MqttResult(MqttOutcome Outcome, byte ReasonCode, string Explanation)
{
    public bool IsSuccess => Outcome == MqttOutcome.Success;
}
