using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using StudySpot.Cloud.Api.Features.Gates;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Contracts;
using StudySpot.Mqtt;
using StudySpot.Testing;

namespace StudySpot.Cloud.Api.Tests.Gates;

/// <summary>A retired gate is cut off at a real mosquitto, on the connection it has, while others do not notice.</summary>
public sealed class BrokerAccessListTests(ApiFixture fixture) : IAsyncLifetime
{
    private readonly ScratchFolder _folder = new();
    private MosquittoBroker _broker = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string List => _folder.File("acl");

    public async ValueTask InitializeAsync()
    {
        File.Copy(RepositoryRoot.File("firmware-config/broker/acl"), List);
        _broker = await MosquittoBroker.StartAsync($"acl_file {List}\n");
    }

    public async ValueTask DisposeAsync()
    {
        await _broker.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Retirement_CutsTheGateOffAtTheBroker_AndNobodyElse()
    {
        await using var api = await StartApiAsync();
        using var owner = api.Client(fixture.Own.Token(Roles.Owner));
        var (retired, other) = (await CreateAsync(owner), await CreateAsync(owner));
        await using var ingest = await ConnectAsync(_broker.Certificates.Client("studyspot-ingest"), "studyspot-ingest");
        var (arrived, end) = await ListenAsync(ingest, "ss/v1/+/up/#");
        await using var leaving = await ConnectAsync(retired);
        await using var staying = await ConnectAsync(other);
        var (received, _) = await ListenAsync(leaving, Topics.DownFilter(retired.DeviceId));
        var drops = 0;
        foreach (var client in new[] { staying, ingest }) client.ConnectionChanged += up => { if (!up) Interlocked.Increment(ref drops); };
        (await SayAsync(leaving, Topics.Events(retired.DeviceId), "before")).IsSuccess.ShouldBeTrue();
        (await SayAsync(ingest, Topics.Ack(retired.DeviceId), "before")).IsSuccess.ShouldBeTrue();
        await Eventually.TrueAsync(() => arrived.Contains("before") && received.Contains("before"), "both ways are open");

        (await owner.PostAsync(new Uri($"/api/v1/gates/{retired.GateId}/retire", UriKind.Relative), null, Ct)).EnsureSuccessStatusCode();
        (await File.ReadAllTextAsync(List, Ct)).ShouldContain($"user {retired.DeviceId}\ntopic deny #\n");
        (await File.ReadAllTextAsync(List, Ct)).ShouldNotContain(other.DeviceId);
        await _broker.ReloadAsync();

        await Eventually.TrueAsync(async () => !(await SayAsync(leaving, Topics.Events(retired.DeviceId), "after?")).IsSuccess, "its publishing is refused");
        arrived.Clear();
        // Again with the same certificate, as whoever has the card would.
        await using var again = await ConnectAsync(retired);
        (await SayAsync(again, Topics.Events(retired.DeviceId), "after")).IsSuccess.ShouldBeFalse();
        (await SayAsync(ingest, Topics.Ack(retired.DeviceId), "after")).IsSuccess.ShouldBeTrue();
        (await SayAsync(staying, Topics.Events(other.DeviceId), "other")).IsSuccess.ShouldBeTrue();
        await Eventually.TrueAsync(() => arrived.Contains("other"), "the other gate is heard");
        arrived.ShouldNotContain("after");
        received.ShouldNotContain("after");
        drops.ShouldBe(0);
        await end.CancelAsync();
    }

    [Fact]
    public async Task File_ThatIsMissingOrOld_IsWrittenAtTheStart_AndLeftAloneWhenItIsRight()
    {
        await File.WriteAllTextAsync(List, "user somebody\n", Ct);
        await using (await StartApiAsync())
        {
            await Eventually.TrueAsync(async () => (await File.ReadAllTextAsync(List, Ct)).Contains("pattern read ss/v1/%u/down/#", StringComparison.Ordinal), "the file is the product's list");
        }
        File.Delete(List);
        await using (var api = await StartApiAsync())
        {
            await Eventually.TrueAsync(() => File.Exists(List), "the file is there again");
            // Other tests retire gates meanwhile: not every look finds the file right.
            await Eventually.TrueAsync(async () =>
            {
                File.SetLastWriteTimeUtc(List, DateTime.UnixEpoch);
                await api.Get<BrokerAccessList>().UpdateAsync(Ct);
                return File.GetLastWriteTimeUtc(List) == DateTime.UnixEpoch;
            }, "a file that is right is not written again");
        }
        Directory.GetFiles(_folder.Path, "acl.?*").Where(file => file != List).ShouldBeEmpty("nothing unfinished is left");
    }

    [Fact]
    public async Task Retirement_WithAFileThatCannotBeWritten_StillRetires()
    {
        await using var api = await StartApiAsync();
        using var owner = api.Client(fixture.Own.Token(Roles.Owner));
        var gate = await CreateAsync(owner);
        await Eventually.TrueAsync(() => File.Exists(List), "the file is there");
        File.Delete(List);
        Directory.CreateDirectory(List);

        (await owner.PostAsync(new Uri($"/api/v1/gates/{gate.GateId}/retire", UriKind.Relative), null, Ct)).EnsureSuccessStatusCode();
        Directory.GetFiles(_folder.Path, "acl.?*").ShouldBeEmpty("what cannot be put in place is not left beside it");
        Directory.Delete(List);
        (await owner.PostAsync(new Uri($"/api/v1/gates/{gate.GateId}/retire", UriKind.Relative), null, Ct)).EnsureSuccessStatusCode();

        (await File.ReadAllTextAsync(List, Ct)).ShouldContain(gate.DeviceId);
    }

    private Task<RunningApi> StartApiAsync()
    {
        var (certificate, key) = _broker.Certificates.Client("studyspot-api");
        var port = _broker.Port.ToString(CultureInfo.InvariantCulture);
        return fixture.StartAsync(TimeProvider.System, new Dictionary<string, string?>
        {
            ["STUDYSPOT_MQTT_PORT"] = port,
            ["STUDYSPOT_MQTT_CA"] = _broker.Certificates.CaFile,
            ["STUDYSPOT_MQTT_CERTIFICATE"] = certificate,
            ["STUDYSPOT_MQTT_KEY"] = key,
            ["STUDYSPOT_GATE_CA_CERTIFICATE"] = _broker.Certificates.CaFile,
            ["STUDYSPOT_GATE_CA_KEY"] = _broker.Certificates.CaKeyFile,
            ["STUDYSPOT_GATE_BROKER_PORT"] = port,
            ["STUDYSPOT_BROKER_ACL_FILE"] = List,
        });
    }

    private async Task<ProvisioningBundle> CreateAsync(HttpClient owner)
    {
        using var response = await owner.PostAsJsonAsync("/api/v1/gates", new { hallId = fixture.Own.Hall, name = "Cut door" }, Ct);
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>(Ct)).GetProperty("bundle").Deserialize(ContractsJson.Default.ProvisioningBundle)!;
    }

    private async Task<MqttClient> ConnectAsync(ProvisioningBundle bundle)
    {
        await File.WriteAllTextAsync(_folder.File($"{bundle.DeviceId}.crt"), bundle.CertificatePem, Ct);
        await File.WriteAllTextAsync(_folder.File($"{bundle.DeviceId}.key"), bundle.PrivateKeyPem, Ct);
        return await ConnectAsync((_folder.File($"{bundle.DeviceId}.crt"), _folder.File($"{bundle.DeviceId}.key")), $"{bundle.DeviceId}-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}");
    }

    private async Task<MqttClient> ConnectAsync((string Certificate, string Key) files, string id)
    {
        var client = new MqttClient(new MqttOptions
        {
            Host = _broker.Host, Port = _broker.Port, ClientId = id, CaFile = _broker.Certificates.CaFile, CertificateFile = files.Certificate, KeyFile = files.Key,
        }, TimeProvider.System);
        (await client.ConnectAsync(Ct)).IsSuccess.ShouldBeTrue();
        return client;
    }

    private static Task<MqttResult> SayAsync(MqttClient client, string topic, string text) =>
        client.PublishAsync(new MqttPublish(topic, System.Text.Encoding.UTF8.GetBytes(text), MqttQos.AtLeastOnce, false), Ct);

    /// <summary>Keeps what comes, as text.</summary>
    private static async Task<(ConcurrentQueue<string> Heard, CancellationTokenSource End)> ListenAsync(MqttClient client, string filter)
    {
        (await client.SubscribeAsync(filter, MqttQos.AtLeastOnce, Ct)).IsSuccess.ShouldBeTrue();
        var heard = new ConcurrentQueue<string>();
        var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        _ = Task.Run(async () =>
        {
            await foreach (var message in client.Messages.ReadAllAsync(end.Token)) heard.Enqueue(System.Text.Encoding.UTF8.GetString(message.Payload.Span));
        }, end.Token);
        return (heard, end);
    }
}
