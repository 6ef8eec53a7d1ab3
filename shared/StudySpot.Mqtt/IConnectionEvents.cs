namespace StudySpot.Mqtt;

/// <summary>What a connection reports to the loop that drives it, on the loop's thread.</summary>
internal interface IConnectionEvents
{
    /// <summary>PUBACK, PUBCOMP, SUBACK, or a QoS 0 publish that was written.</summary>
    void Answered(int id, int reasonCode);

    void Received(MqttMessage message);
}
