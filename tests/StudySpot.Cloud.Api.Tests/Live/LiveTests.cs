using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using StudySpot.Cloud.Api.Broker;
using StudySpot.Cloud.Api.Identity;
using StudySpot.Contracts;
using StudySpot.Mqtt;
using StudySpot.Testing;

namespace StudySpot.Cloud.Api.Tests.Live;

/// <summary>Plays Ingest and gates over the real broker and the dashboard over a real WebSocket.</summary>
public sealed class LiveTests(ApiFixture fixture)
{
    private const char RecordEnd = '\u001e';

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Events_OfTheTenant_ArriveWithNamesAndOfNoOther()
    {
        using var page = await WatchAsync();
        await using var ingest = await ConnectAsync("studyspot-ingest");
        await PublishAsync(ingest, fixture.Foreign, fixture.Foreign.Member);
        var own = await PublishAsync(ingest, fixture.Own, fixture.Own.Member);

        var message = await ReceiveAsync(page, "events");
        var row = message.EnumerateArray().Single();
        row.GetProperty("eventId").GetGuid().ShouldBe(own);
        row.GetProperty("memberName").GetString().ShouldBe("Asha Student");
        row.GetProperty("gateName").GetString().ShouldBe("Front door");
        row.GetProperty("at").GetString()!.ShouldEndWith("Z");
    }

    [Theory]
    [InlineData("""{"part":"camera","cause":"blank"}""", "camera")]
    [InlineData("""{"part":7}""", null)]
    [InlineData("""["part"]""", null)]
    public async Task Events_Fault_NamesItsPart(string detail, string? part)
    {
        using var page = await WatchAsync();
        await using var ingest = await ConnectAsync("studyspot-ingest");
        var now = TimeProvider.System.GetUtcNow();
        var id = Guid.CreateVersion7(now);
        var fault = new GateEvent
        {
            Id = id, Sequence = 1, Kind = EventKinds.Fault, At = now, BootId = id, MonotonicMs = 1, ClockQuality = "synchronised",
            Detail = JsonDocument.Parse(detail).RootElement,
        };
        await SendAsync(ingest, Topics.Live(fixture.Own.Id.Value),
            Payload.Encode(new LiveBatch(fixture.Own.Id.Value, fixture.Own.Gate, fixture.Own.Hall, [fault]), ContractsJson.Default.LiveBatch));

        (await ReceiveAsync(page, "events")).EnumerateArray().Single().GetProperty("part").GetString().ShouldBe(part);
    }

    [Fact]
    public async Task Batch_ThatClaimsAnotherTenant_IsNotBelieved()
    {
        using var page = await WatchAsync();
        await using var ingest = await ConnectAsync("studyspot-ingest");
        var forged = BatchOf(fixture.Own, fixture.Own.Member, out _);
        await SendAsync(ingest, Topics.Live(fixture.Foreign.Id.Value), forged);
        await SendAsync(ingest, Topics.Live(fixture.Own.Id.Value), "no batch at all"u8.ToArray());
        var honest = await PublishAsync(ingest, fixture.Own, fixture.Own.Member);
        (await ReceiveAsync(page, "events")).EnumerateArray().Single().GetProperty("eventId").GetGuid().ShouldBe(honest);
    }

    [Fact]
    public async Task Status_OfAGate_ArrivesAsItsRow()
    {
        using var page = await WatchAsync();
        using var owner = fixture.Api.Client(fixture.Own.Token(Roles.Owner));
        var gate = JsonDocument.Parse(await owner.GetStringAsync(new Uri($"/api/v1/gates/{fixture.Own.Gate}", UriKind.Relative), Ct)).RootElement;
        var device = gate.GetProperty("deviceId").GetString()!;
        await using var client = await ConnectAsync(device);
        var status = new GateStatus { Online = true, At = TimeProvider.System.GetUtcNow(), State = "idle", Faults = ["reader:serial"] };
        await SendAsync(client, Topics.Status(device), Payload.Encode(status, ContractsJson.Default.GateStatus));

        var row = (await ReceiveAsync(page, "gates")).EnumerateArray().Single();
        row.GetProperty("gateId").GetGuid().ShouldBe(fixture.Own.Gate);
        row.GetProperty("online").GetBoolean().ShouldBeTrue();
        row.GetProperty("faults")[0].GetString().ShouldBe("reader:serial");
    }

    private static byte[] BatchOf(TestTenant tenant, Guid member, out Guid eventId)
    {
        var now = TimeProvider.System.GetUtcNow();
        eventId = Guid.CreateVersion7(now);
        var passage = new GateEvent
        {
            Id = eventId,
            Sequence = 1,
            Kind = EventKinds.Passage,
            At = now,
            BootId = eventId,
            MonotonicMs = 1,
            ClockQuality = "synchronised",
            Direction = "entry",
            MemberId = member,
        };
        return Payload.Encode(new LiveBatch(tenant.Id.Value, tenant.Gate, tenant.Hall, [passage]), ContractsJson.Default.LiveBatch);
    }

    private static async Task<Guid> PublishAsync(MqttClient ingest, TestTenant tenant, Guid member)
    {
        await SendAsync(ingest, Topics.Live(tenant.Id.Value), BatchOf(tenant, member, out var id));
        return id;
    }

    private static async Task SendAsync(MqttClient client, string topic, byte[] payload) =>
        (await client.PublishAsync(new MqttPublish(topic, payload, MqttQos.AtLeastOnce, Retain: false), Ct)).IsSuccess.ShouldBeTrue();

    private async Task<MqttClient> ConnectAsync(string commonName)
    {
        var (certificate, key) = fixture.Broker.Certificates.Client(commonName);
        var client = new MqttClient(new MqttOptions
        {
            Host = fixture.Broker.Host,
            Port = fixture.Broker.Port,
            ClientId = $"{commonName}-{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}",
            CaFile = fixture.Broker.Certificates.CaFile,
            CertificateFile = certificate,
            KeyFile = key,
        }, TimeProvider.System);
        (await client.ConnectAsync(Ct)).IsSuccess.ShouldBeTrue();
        return client;
    }

    private async Task<ClientWebSocket> WatchAsync()
    {
        await Eventually.TrueAsync(() => Task.FromResult(fixture.Api.Get<BrokerConnection>().IsConnected), "the Api is connected to the broker");
        var socket = new ClientWebSocket();
        var address = new UriBuilder(fixture.Api.Address) { Scheme = "ws", Path = "/api/v1/live", Query = $"access_token={fixture.Own.Token(Roles.Owner)}" };
        await socket.ConnectAsync(address.Uri, Ct);
        await socket.SendAsync(Encoding.UTF8.GetBytes($"{{\"protocol\":\"json\",\"version\":1}}{RecordEnd}"), WebSocketMessageType.Text, true, Ct);
        (await ReadAsync(socket)).ShouldBe(["{}"]);
        return socket;
    }

    /// <summary>The argument of the next call of that name; pings and other calls are passed over.</summary>
    private static async Task<JsonElement> ReceiveAsync(ClientWebSocket socket, string target)
    {
        while (true)
        {
            foreach (var text in await ReadAsync(socket))
            {
                var message = JsonDocument.Parse(text).RootElement;
                if (message.TryGetProperty("target", out var name) && name.GetString() == target) return message.GetProperty("arguments")[0];
            }
        }
    }

    private static async Task<string[]> ReadAsync(ClientWebSocket socket)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        var text = new StringBuilder();
        var buffer = new byte[16 * 1024];
        do
        {
            var result = await socket.ReceiveAsync(buffer, limit.Token);
            text.Append(Encoding.UTF8.GetString(buffer, 0, result.Count));
        }
        while (text[^1] != RecordEnd);
        return text.ToString().Split(RecordEnd, StringSplitOptions.RemoveEmptyEntries);
    }
}
