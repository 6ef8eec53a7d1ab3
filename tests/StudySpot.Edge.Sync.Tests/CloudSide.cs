using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Crypto;
using StudySpot.Mqtt;
using StudySpot.Testing;

namespace StudySpot.Edge.Sync.Tests;

/// <summary>The cloud as a gate sees it: hears everything, says what the test wants.</summary>
public sealed class CloudSide : IAsyncDisposable
{
    private readonly MqttClient _client;
    private readonly string _device;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _listening;

    private CloudSide(MqttClient client, string device)
    {
        (_client, _device) = (client, device);
        _listening = ListenAsync();
    }

    public Ed25519PrivateKey Issuer { get; } = Ed25519PrivateKey.Generate();

    /// <summary>Acknowledges what comes, as Ingest does after its commit.</summary>
    public bool Acknowledges { get; set; } = true;

    public ConcurrentQueue<EventBatch> Batches { get; } = new();
    public ConcurrentQueue<int> BatchBytes { get; } = new();
    public ConcurrentQueue<SyncRequest> Requests { get; } = new();
    public ConcurrentQueue<GateStatus> Statuses { get; } = new();
    public ConcurrentQueue<CommandResult> Results { get; } = new();
    public ConcurrentQueue<FaceReport> FaceReports { get; } = new();

    public bool IsConnected => _client.IsConnected;

    public IEnumerable<GateEvent> Events => Batches.SelectMany(batch => batch.Events);

    public long[] DistinctSequences => [.. Events.Select(e => e.Sequence).Distinct().Order()];

    public static async Task<CloudSide> StartAsync(MosquittoBroker broker, string device)
    {
        ArgumentNullException.ThrowIfNull(broker);
        var (certificate, key) = broker.Certificates.Client("studyspot-ingest");
        var client = new MqttClient(new MqttOptions
        {
            Host = broker.Host,
            Port = broker.Port,
            ClientId = "cloud-side",
            CaFile = broker.Certificates.CaFile,
            CertificateFile = certificate,
            KeyFile = key,
        }, TimeProvider.System);
        var cloud = new CloudSide(client, device);
        (await client.ConnectAsync(CancellationToken.None)).IsSuccess.ShouldBeTrue();
        foreach (var filter in new[] { Topics.AllEvents, Topics.AllSyncRequests, Topics.AllStatus, Topics.AllCommandResults, Topics.AllFaceReports })
            (await client.SubscribeAsync(filter, MqttQos.AtLeastOnce, CancellationToken.None)).IsSuccess.ShouldBeTrue();
        return cloud;
    }

    public async Task SendAsync(string topic, byte[] payload)
    {
        var result = await _client.PublishAsync(new MqttPublish(topic, payload, MqttQos.AtLeastOnce, false), CancellationToken.None);
        result.IsSuccess.ShouldBeTrue(result.Explanation);
    }

    public Task AckAsync(Guid incarnation, long through) =>
        SendAsync(Topics.Ack(_device), Payload.Encode(new EventAck(incarnation, through), ContractsJson.Default.EventAck));

    public byte[] Sign<T>(string kind, T content, JsonTypeInfo<T> type, Ed25519PrivateKey? by = null)
    {
        var payload = JsonSerializer.SerializeToUtf8Bytes(content, type);
        var key = by ?? Issuer;
        return Payload.Encode(new SignedDocument(IssuerKeyId.ToText(IssuerKeyId.Of(key.PublicKey)), payload, DocumentSignature.Sign(kind, payload, key)),
            ContractsJson.Default.SignedDocument);
    }

    public Task SendPolicyAsync(GatePolicy policy, Ed25519PrivateKey? by = null) =>
        SendAsync(Topics.Policy(_device), Sign(SignedKinds.Policy, policy, ContractsJson.Default.GatePolicy, by));

    public Task SendCommandAsync(GateCommand command, Ed25519PrivateKey? by = null) =>
        SendAsync(Topics.Command(_device), Sign(SignedKinds.Command, command, ContractsJson.Default.GateCommand, by));

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _end.CancelAsync();
        await _listening;
        _end.Dispose();
        Issuer.Dispose();
    }

    private async Task ListenAsync()
    {
        try
        {
            await foreach (var message in _client.Messages.ReadAllAsync(_end.Token)) await TakeAsync(message);
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    /// <summary>Everything up to here is held: a batch that a killed broker lost is acknowledged by no later one.</summary>
    private long Through(Guid incarnation)
    {
        var held = Batches.Where(batch => batch.Incarnation == incarnation).SelectMany(batch => batch.Events).Select(e => e.Sequence).ToHashSet();
        var through = 0L;
        while (held.Contains(through + 1)) through++;
        return through;
    }

    private async Task TakeAsync(MqttMessage message)
    {
        switch (message.Topic[(message.Topic.LastIndexOf('/') + 1)..])
        {
            case "events":
                var batch = Read(message, ContractsJson.Default.EventBatch);
                Batches.Enqueue(batch);
                BatchBytes.Enqueue(message.Payload.Length);
                if (!Acknowledges) return;
                var ack = Payload.Encode(new EventAck(batch.Incarnation, Through(batch.Incarnation)), ContractsJson.Default.EventAck);
                await _client.PublishAsync(new MqttPublish(Topics.Ack(_device), ack, MqttQos.AtLeastOnce, false), CancellationToken.None);
                break;
            case "sync":
                Requests.Enqueue(Read(message, ContractsJson.Default.SyncRequest));
                break;
            case "status":
                Statuses.Enqueue(Read(message, ContractsJson.Default.GateStatus));
                break;
            case "result":
                Results.Enqueue(Read(message, ContractsJson.Default.CommandResult));
                break;
            case "face":
                FaceReports.Enqueue(Read(message, ContractsJson.Default.FaceReport));
                break;
        }
    }

    private static T Read<T>(MqttMessage message, JsonTypeInfo<T> type) where T : class
    {
        Payload.TryDecode(message.Payload, type, out var value).ShouldBe(PayloadFault.None);
        return value!;
    }
}
