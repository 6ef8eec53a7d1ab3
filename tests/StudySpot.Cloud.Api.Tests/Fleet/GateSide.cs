using System.Collections.Concurrent;
using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.Json.Serialization.Metadata;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Mqtt;
using StudySpot.Testing;

namespace StudySpot.Cloud.Api.Tests.Fleet;

/// <summary>A gate as the cloud sees it, with the certificate and keys of its bundle; keeps what it is sent.</summary>
public sealed class GateSide : IAsyncDisposable
{
    private readonly MqttClient _client;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _listening;

    private GateSide(MqttClient client, ProvisioningBundle bundle)
    {
        (_client, Bundle) = (client, bundle);
        _listening = ListenAsync();
    }

    public ProvisioningBundle Bundle { get; }

    public GatePolicy? Policy { get; private set; }

    public long Version { get; private set; }

    /// <summary>What the gate would know, by credential.</summary>
    public Dictionary<Guid, RosterEntry> Roster { get; private set; } = [];

    public ConcurrentQueue<RosterManifest> Manifests { get; } = new();
    public ConcurrentQueue<GateCommand> Commands { get; } = new();
    public ConcurrentQueue<FaceBatch> Faces { get; } = new();
    public ConcurrentQueue<Guid> FaceAcks { get; } = new();
    public ConcurrentDictionary<string, ReadOnlyMemory<byte>> Chunks { get; } = new(StringComparer.Ordinal);
    public int LargestMessage { get; private set; }
    public int Policies { get; private set; }
    public int Nudges { get; private set; }

    public static async Task<GateSide> ConnectAsync(ApiFixture api, ProvisioningBundle bundle)
    {
        ArgumentNullException.ThrowIfNull(api);
        ArgumentNullException.ThrowIfNull(bundle);
        var client = new MqttClient(new MqttOptions
        {
            Host = bundle.BrokerHost,
            Port = bundle.BrokerPort,
            ClientId = bundle.DeviceId,
            CaFile = api.Broker.Certificates.CaFile,
            CertificateFile = api.Write($"{bundle.DeviceId}.crt", bundle.CertificatePem),
            KeyFile = api.Write($"{bundle.DeviceId}.key", bundle.PrivateKeyPem),
        }, TimeProvider.System);
        var gate = new GateSide(client, bundle);
        (await client.ConnectAsync(CancellationToken.None)).IsSuccess.ShouldBeTrue();
        (await client.SubscribeAsync(Topics.DownFilter(bundle.DeviceId), MqttQos.AtLeastOnce, CancellationToken.None)).IsSuccess.ShouldBeTrue();
        return gate;
    }

    public Task AskAsync() => AskAsync(Version, Policy?.Version ?? 0);

    public async Task AskAsync(long roster, long policy) => await SendAsync(Payload.Encode(new SyncRequest
    {
        Incarnation = Bundle.GateId,
        RosterVersion = roster,
        PolicyVersion = policy,
        Software = "test",
    }, ContractsJson.Default.SyncRequest));

    /// <summary>As <see cref="AskAsync()"/> by a gate that recognises faces.</summary>
    public Task AskAsync(FaceState face) => SendAsync(Payload.Encode(new SyncRequest
    {
        Incarnation = Bundle.GateId, RosterVersion = Version, PolicyVersion = Policy?.Version ?? 0, Software = "test", Face = face,
    }, ContractsJson.Default.SyncRequest));

    public async Task ReportAsync(FaceReport report) => (await _client.PublishAsync(new MqttPublish(
        Topics.FaceReports(Bundle.DeviceId), Payload.Encode(report, ContractsJson.Default.FaceReport), MqttQos.AtLeastOnce, false), CancellationToken.None)).IsSuccess.ShouldBeTrue();

    public async Task SendAsync(byte[] request) =>
        (await _client.PublishAsync(new MqttPublish(Topics.SyncRequests(Bundle.DeviceId), request, MqttQos.AtLeastOnce, false), CancellationToken.None)).IsSuccess.ShouldBeTrue();

    /// <summary>Asks and applies what comes.</summary>
    public async Task<RosterManifest> SyncAsync(TimeSpan? within = null)
    {
        var before = Manifests.Count;
        var asked = 0L;
        await Eventually.TrueAsync(async () =>
        {
            // As a gate does: a request handed to an Api process that is just stopping gets no answer.
            if (asked == 0 || Stopwatch.GetElapsedTime(asked) > TimeSpan.FromSeconds(10))
            {
                asked = Stopwatch.GetTimestamp();
                await AskAsync();
            }
            return Manifests.Count > before;
        }, "a manifest came", within);
        var manifest = Manifests.ToArray()[before];
        await Eventually.TrueAsync(() => manifest.ChunkHashes.All(hash => Chunks.ContainsKey(Convert.ToHexStringLower(hash))), "its chunks came", within);
        Apply(manifest);
        return manifest;
    }

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        await _end.CancelAsync();
        await _listening;
        _end.Dispose();
    }

    private void Apply(RosterManifest manifest)
    {
        manifest.TenantId.ShouldBe(Bundle.TenantId);
        manifest.Version.ShouldBeGreaterThanOrEqualTo(Version);
        if (manifest.BaseVersion == 0) Roster = [];
        else manifest.BaseVersion.ShouldBe(Version);
        var count = 0;
        foreach (var hash in manifest.ChunkHashes)
        {
            Payload.TryDecode(Chunks[Convert.ToHexStringLower(hash)], ContractsJson.Default.RosterEntryArray, out var entries).ShouldBe(PayloadFault.None);
            foreach (var entry in entries!)
            {
                Roster[entry.CredentialId] = entry;
                count++;
            }
        }
        count.ShouldBe(manifest.EntryCount);
        Version = manifest.Version;
    }

    private async Task ListenAsync()
    {
        try
        {
            await foreach (var message in _client.Messages.ReadAllAsync(_end.Token)) Take(message);
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private void Take(MqttMessage message)
    {
        LargestMessage = Math.Max(LargestMessage, message.Payload.Length);
        if (message.Topic == Topics.Policy(Bundle.DeviceId))
        {
            Policy = Open(SignedKinds.Policy, message, ContractsJson.Default.GatePolicy);
            Policies++;
        }
        else if (message.Topic == Topics.Roster(Bundle.DeviceId)) Manifests.Enqueue(Open(SignedKinds.Roster, message, ContractsJson.Default.RosterManifest));
        else if (message.Topic == Topics.Command(Bundle.DeviceId)) Commands.Enqueue(Open(SignedKinds.Command, message, ContractsJson.Default.GateCommand));
        else if (message.Topic == Topics.Faces(Bundle.DeviceId)) Faces.Enqueue(Open(SignedKinds.Faces, message, ContractsJson.Default.FaceBatch));
        else if (message.Topic == Topics.FaceAck(Bundle.DeviceId))
        {
            Payload.TryDecode(message.Payload, ContractsJson.Default.FaceAck, out var ack).ShouldBe(PayloadFault.None);
            FaceAcks.Enqueue(ack!.Report);
        }
        else if (message.Topic == Topics.Nudge(Bundle.DeviceId)) Nudges++;
        else Chunks[Convert.ToHexStringLower(SHA256.HashData(message.Payload.Span))] = message.Payload;
    }

    private T Open<T>(string kind, MqttMessage message, JsonTypeInfo<T> type) where T : class
    {
        Payload.TryDecode(message.Payload, ContractsJson.Default.SignedDocument, out var document).ShouldBe(PayloadFault.None);
        DocumentSignature.Verify(kind, document!.Payload, document.KeyId, document.Signature, [.. Bundle.IssuerKeys, .. Policy?.IssuerKeys ?? []]).ShouldBeTrue();
        Payload.TryDecode(document.Payload, type, out var content).ShouldBe(PayloadFault.None);
        return content!;
    }
}
