using StudySpot.Contracts;
using StudySpot.Mqtt;

namespace StudySpot.Benchmarks.Ingest;

/// <summary>Sends batches as a gate does: some ahead of the acknowledgement, and no more.</summary>
internal sealed class SendingGate(MqttClient client, string deviceId, GateTraffic traffic) : IAsyncDisposable
{
    /// <summary>Enough that the pipeline never waits for a round trip: two flushes of 8,000 events over four gates.</summary>
    private const int Ahead = 10;

    private readonly SemaphoreSlim _window = new(Ahead);
    private long _through;

    /// <summary>Acknowledged after the cloud's commit.</summary>
    public long Through => Interlocked.Read(ref _through);

    public async Task OpenAsync(CancellationToken ct)
    {
        Check(await client.ConnectAsync(ct));
        Check(await client.SubscribeAsync(Topics.DownFilter(deviceId), MqttQos.AtLeastOnce, ct));
    }

    /// <summary>Until cancelled or everything is sent.</summary>
    public Task RunAsync(CancellationToken ct) => Task.WhenAll(SendAsync(ct), ReadAsync(ct));

    public ValueTask DisposeAsync()
    {
        _window.Dispose();
        return client.DisposeAsync();
    }

    private async Task SendAsync(CancellationToken ct)
    {
        foreach (var batch in traffic.Batches)
        {
            await _window.WaitAsync(ct);
            Check(await client.PublishAsync(new MqttPublish(Topics.Events(deviceId), batch, MqttQos.AtLeastOnce, Retain: false), ct));
        }
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        await foreach (var message in client.Messages.ReadAllAsync(ct))
        {
            if (message.Topic != Topics.Ack(deviceId)) continue;
            if (Payload.TryDecode(message.Payload, ContractsJson.Default.EventAck, out var ack) != PayloadFault.None) continue;
            var batches = (int)((ack!.Through - Through) / GateTraffic.BatchSize);
            Interlocked.Exchange(ref _through, ack.Through);
            if (batches > 0) _window.Release(batches);
        }
    }

    private static void Check(MqttResult result)
    {
        if (!result.IsSuccess) throw new InvalidOperationException($"The broker: {result.Outcome} {result.Explanation}");
    }
}
