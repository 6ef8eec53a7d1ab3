using System.Threading.Channels;
using StudySpot.Access;
using StudySpot.Cloud.Data;
using StudySpot.Cloud.Ingest.Writing;
using StudySpot.Contracts;
using StudySpot.Mqtt;

namespace StudySpot.Cloud.Ingest.Announcing;

/// <summary>
/// Tells gates what the cloud holds, and the Api processes what is new; only ever after the commit. What cannot be sent is
/// dropped: a gate without an acknowledgement sends again and is acknowledged again, and the live page reads the tables.
/// </summary>
public sealed class Announcer
{
    /// <summary>The live page is a view, not a log: of a gate that catches up it needs the newest events only.</summary>
    private const int LiveEvents = 25;

    /// <summary>Publishes under way at once; the client's own bound is 100 (MqttOptions.MaxInflight).</summary>
    private const int Concurrent = 50;

    private readonly MqttClient _client;
    private readonly GapWatch _gaps;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private Dictionary<(string Device, Guid Incarnation), long> _acks = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly Channel<LiveBatch> _live = Channel.CreateBounded<LiveBatch>(new BoundedChannelOptions(1_000) { FullMode = BoundedChannelFullMode.DropOldest });

    public Announcer(MqttClient client, GapWatch gaps, ILogger logger) => (_client, _gaps, _logger) = (client, gaps, logger);

    /// <summary>Notes what to say about a commit. Never blocks.</summary>
    public void Note(Committed committed)
    {
        ArgumentNullException.ThrowIfNull(committed);
        lock (_lock)
        {
            foreach (var stream in committed.Streams) _acks[(stream.Place.DeviceId, stream.Incarnation)] = stream.Through;
        }
        foreach (var stream in committed.Streams)
        {
            _gaps.Note(stream);
            if (stream.Fresh.Count == 0) continue;
            var newest = stream.Fresh.Count <= LiveEvents ? stream.Fresh : [.. stream.Fresh.Skip(stream.Fresh.Count - LiveEvents)];
            _live.Writer.TryWrite(new LiveBatch(stream.Place.Tenant.Value, stream.Place.Gate.Value, stream.Place.Hall.Value, newest));
        }
        _wake.Writer.TryWrite(true);
    }

    /// <summary>Something about a gate changed that is no event: its status, or the outcome of a command.</summary>
    public void NoteGateChanged(DevicePlace place)
    {
        ArgumentNullException.ThrowIfNull(place);
        _live.Writer.TryWrite(new LiveBatch(place.Tenant.Value, place.Gate.Value, place.Hall.Value, []));
    }

    /// <summary>No more commits; <see cref="RunAsync"/> returns once everything noted was said.</summary>
    public void Complete()
    {
        _wake.Writer.TryComplete();
        _live.Writer.TryComplete();
    }

    public Task RunAsync(CancellationToken ct) => Task.WhenAll(AcknowledgeAsync(ct), FanOutAsync(ct));

    private async Task AcknowledgeAsync(CancellationToken ct)
    {
        await foreach (var _ in _wake.Reader.ReadAllAsync(ct))
        {
            Dictionary<(string Device, Guid Incarnation), long> acks;
            lock (_lock) (acks, _acks) = (_acks, []);
            foreach (var some in acks.Chunk(Concurrent)) await Task.WhenAll(some.Select(ack => PublishAsync(ack.Key.Device, ack.Key.Incarnation, ack.Value, ct)));
        }
    }

    private async Task PublishAsync(string device, Guid incarnation, long through, CancellationToken ct)
    {
        var payload = Payload.Encode(new EventAck(incarnation, through), ContractsJson.Default.EventAck);
        var result = await _client.PublishAsync(new MqttPublish(Topics.Ack(device), payload, MqttQos.AtLeastOnce, Retain: false), ct);
        if (!result.IsSuccess)
            _logger.LogWarning("The acknowledgement for {Device} was not sent: {Outcome} {ReasonCode}", device, result.Outcome, result.ReasonCode);
    }

    private async Task FanOutAsync(CancellationToken ct)
    {
        await foreach (var batch in _live.Reader.ReadAllAsync(ct))
        {
            var payload = Payload.Encode(batch, ContractsJson.Default.LiveBatch);
            await _client.PublishAsync(new MqttPublish(Topics.Live(batch.TenantId), payload, MqttQos.AtMostOnce, Retain: false), ct);
        }
    }
}
