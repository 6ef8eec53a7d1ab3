using System.Collections.Concurrent;
using System.Text.Json;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;
using StudySpot.Mqtt;
using StudySpot.Testing;

namespace StudySpot.Cloud.Ingest.Tests;

/// <summary>The gate's end of the wire: publishes what it is told and keeps what comes down.</summary>
public sealed class TestGate : IAsyncDisposable
{
    private readonly MqttClient _client;
    private readonly ConcurrentQueue<EventAck> _acks = new();
    private readonly ConcurrentQueue<ResendRequest> _resends = new();
    private Task _reading = Task.CompletedTask;

    private TestGate(MqttClient client, string deviceId) => (_client, DeviceId) = (client, deviceId);

    public string DeviceId { get; }

    public Guid Incarnation { get; init; } = CloudDatabase.NewId();

    public IReadOnlyList<EventAck> Acks => [.. _acks];

    public IReadOnlyList<ResendRequest> Resends => [.. _resends];

    public long Through => _acks.Where(a => a.Incarnation == Incarnation).Select(a => a.Through).DefaultIfEmpty(0).Max();

    public static async Task<TestGate> ConnectAsync(MosquittoBroker broker, string deviceId)
    {
        var gate = new TestGate(ClientOf(broker, deviceId), deviceId);
        await gate.OpenAsync();
        return gate;
    }

    public static MqttClient ClientOf(MosquittoBroker broker, string name)
    {
        ArgumentNullException.ThrowIfNull(broker);
        var (certificate, key) = broker.Certificates.Client(name);
        return new MqttClient(new MqttOptions
        {
            Host = broker.Host, Port = broker.Port, ClientId = name, CaFile = broker.Certificates.CaFile, CertificateFile = certificate, KeyFile = key,
        }, TimeProvider.System);
    }

    public Task SendAsync(params GateEvent[] events) =>
        PublishAsync(Topics.Events(DeviceId), Payload.Encode(new EventBatch { Incarnation = Incarnation, Events = events }, ContractsJson.Default.EventBatch));

    public Task SendRangeAsync(long from, long to) =>
        SendAsync([.. Enumerable.Range(0, (int)(to - from + 1)).Select(i => Event(from + i))]);

    public async Task PublishAsync(string topic, ReadOnlyMemory<byte> payload, MqttQos qos = MqttQos.AtLeastOnce)
    {
        var result = await _client.PublishAsync(new MqttPublish(topic, payload, qos, Retain: false), CancellationToken.None);
        result.IsSuccess.ShouldBeTrue(result.Explanation);
    }

    public Task AcknowledgedAsync(long through) =>
        Eventually.TrueAsync(() => Through >= through, $"{DeviceId} is acknowledged through {through}, has {Through}");

    /// <summary>An event whose every field follows from its sequence: a copy made later is equal.</summary>
    public GateEvent Event(long sequence, string kind = EventKinds.Decision) => new()
    {
        Id = new Guid(Incarnation.ToByteArray().AsSpan()[..8].ToArray().Concat(BitConverter.GetBytes(sequence)).ToArray()),
        Sequence = sequence,
        Kind = kind,
        At = new DateTimeOffset(2026, 11, 23, 0, 30, 0, TimeSpan.Zero).AddMilliseconds(sequence),
        BootId = Incarnation,
        MonotonicMs = sequence,
        ClockQuality = "synchronised",
        Direction = "entry",
        Outcome = "allow",
        Reason = "allowed",
        Detail = JsonSerializer.SerializeToElement(new Dictionary<string, object> { ["evidence"] = "é\u20ac\"", ["n"] = sequence }),
    };

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _reading;
    }

    private async Task OpenAsync()
    {
        (await _client.ConnectAsync(CancellationToken.None)).IsSuccess.ShouldBeTrue();
        (await _client.SubscribeAsync(Topics.DownFilter(DeviceId), MqttQos.AtLeastOnce, CancellationToken.None)).IsSuccess.ShouldBeTrue();
        _reading = ReadAsync();
    }

    private async Task ReadAsync()
    {
        await foreach (var message in _client.Messages.ReadAllAsync())
        {
            if (message.Topic == Topics.Ack(DeviceId) && Payload.TryDecode(message.Payload, ContractsJson.Default.EventAck, out var ack) == PayloadFault.None)
                _acks.Enqueue(ack!);
            if (message.Topic == Topics.Resend(DeviceId) && Payload.TryDecode(message.Payload, ContractsJson.Default.ResendRequest, out var resend) == PayloadFault.None)
                _resends.Enqueue(resend!);
        }
    }
}
