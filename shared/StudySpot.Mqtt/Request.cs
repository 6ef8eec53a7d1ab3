namespace StudySpot.Mqtt;

/// <summary>Something a caller asked for and waits for.</summary>
internal abstract class Request
{
    private readonly TaskCompletionSource<MqttResult> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<MqttResult> Answer => _answer.Task;

    /// <summary>True when it was answered, timed out or was cancelled.</summary>
    public bool IsDone => _answer.Task.IsCompleted;

    /// <summary>Timestamp after which it has timed out.</summary>
    public long Deadline { get; set; }

    public void Complete(MqttResult result) => _answer.TrySetResult(result);

    public void Cancel(CancellationToken ct) => _answer.TrySetCanceled(ct);
}

internal sealed class PublishRequest(MqttPublish message) : Request
{
    public MqttPublish Message { get; } = message;
}

/// <param name="again">True for a subscription renewed after a reconnect: nobody waits for it.</param>
internal sealed class SubscribeRequest(string filter, MqttQos qos, bool again) : Request
{
    public string Filter { get; } = filter;
    public MqttQos Qos { get; } = qos;
    public bool Again { get; } = again;
}
