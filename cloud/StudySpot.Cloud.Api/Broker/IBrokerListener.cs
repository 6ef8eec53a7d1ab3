using StudySpot.Mqtt;

namespace StudySpot.Cloud.Api.Broker;

/// <summary>
/// A part of the Api that listens to the broker. Each has its own queue, so that a slow one does not hold up the others.
/// A shared subscription (<c>$share/group/…</c>) hands each message to one Api process; a plain one to all.
/// </summary>
public interface IBrokerListener
{
    IReadOnlyList<string> Filters { get; }

    /// <summary>Called for one message after the other. An exception is logged with the topic and the message dropped.</summary>
    Task HandleAsync(MqttMessage message, CancellationToken ct);
}
