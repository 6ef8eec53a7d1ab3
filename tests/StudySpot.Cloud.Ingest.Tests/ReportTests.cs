using System.Collections.Concurrent;
using Dapper;
using StudySpot.Contracts;
using StudySpot.Mqtt;
using StudySpot.Testing;

namespace StudySpot.Cloud.Ingest.Tests;

[Collection(nameof(Cloud))]
public sealed class ReportTests(Cloud cloud)
{
    [Fact]
    public async Task Events_Committed_ReachTheLiveTopicOfTheirTenant()
    {
        var tenant = await cloud.Database.AddTenantAsync();
        await using var ingest = await RunningIngest.StartAsync(cloud.Database.SettingsFor(cloud.Broker));
        await using var gate = await TestGate.ConnectAsync(cloud.Broker, tenant.Gates[0].DeviceId);
        await using var live = await LiveAsync(tenant);

        await gate.SendRangeAsync(1, 3);
        await Eventually.TrueAsync(() => live.Batches.Any(b => b.Events.Count == 3), "the events are shown");
        await gate.SendRangeAsync(1, 4);
        await Eventually.TrueAsync(() => live.Batches.Any(b => b.Events.Any(e => e.Sequence == 4)), "the new event is shown");

        live.Batches.SelectMany(b => b.Events).Select(e => e.Sequence).ShouldBe([1, 2, 3, 4]);
        live.Batches.ShouldAllBe(b => b.TenantId == tenant.Id.Value && b.GateId == tenant.Gates[0].Gate.Value && b.HallId == tenant.Hall.Value);
    }

    [Fact]
    public async Task Status_ChangedOrRepeated_IsStoredAndShownOnceAChange()
    {
        var tenant = await cloud.Database.AddTenantAsync();
        await using var ingest = await RunningIngest.StartAsync(cloud.Database.SettingsFor(cloud.Broker));
        await using var gate = await TestGate.ConnectAsync(cloud.Broker, tenant.Gates[0].DeviceId);
        await using var live = await LiveAsync(tenant);
        async Task SendAsync(bool online, DateTimeOffset at, params string[] faults) => await gate.PublishAsync(Topics.Status(gate.DeviceId), Payload.Encode(
            new GateStatus { Online = online, At = at, State = "idle", Faults = faults }, ContractsJson.Default.GateStatus));
        var at = new DateTimeOffset(2026, 11, 23, 0, 30, 0, TimeSpan.Zero);

        await SendAsync(true, at, "camera");
        await Eventually.TrueAsync(async () => await StatusAsync(tenant, "online") == "true", "online is stored");
        await SendAsync(true, at.AddSeconds(15), "camera");
        await Eventually.TrueAsync(async () => (await StatusAsync(tenant, "at"))?.Contains("00:30:15", StringComparison.Ordinal) == true, "the heartbeat is stored");
        await SendAsync(false, at.AddSeconds(20));
        await Eventually.TrueAsync(async () => await StatusAsync(tenant, "online") == "false", "offline is stored");
        await Eventually.TrueAsync(() => live.Batches.Count == 2, "both changes are shown");

        live.Batches.ShouldAllBe(b => b.Events.Count == 0 && b.GateId == tenant.Gates[0].Gate.Value);
        await gate.PublishAsync(Topics.Status(gate.DeviceId), """{"online":true,"at":"2026-11-23T00:00:00Z","faults":[null]}"""u8.ToArray());
        await gate.PublishAsync(Topics.Status(gate.DeviceId), "{"u8.ToArray());
        await Eventually.TrueAsync(async () => (await cloud.Database.SetAsideAsync(gate.DeviceId)).Count == 2, "bad ones are set aside");
    }

    [Fact]
    public async Task CommandResult_OfTheGateThatWasAsked_EndsTheCommandOnce()
    {
        var tenant = await cloud.Database.AddTenantAsync(gates: 2);
        await using var ingest = await RunningIngest.StartAsync(cloud.Database.SettingsFor(cloud.Broker));
        await using var asked = await TestGate.ConnectAsync(cloud.Broker, tenant.Gates[0].DeviceId);
        await using var other = await TestGate.ConnectAsync(cloud.Broker, tenant.Gates[1].DeviceId);
        var command = CloudDatabase.NewId();
        await cloud.Database.Tenants.InTenantAsync(tenant.Id, s => s.Connection.ExecuteAsync(
            """
            insert into gate_command (tenant_id, command_id, gate_id, kind, requested_by, requested_at, expires_at)
            values (@tenant, @command, @gate, 'release', @command, now(), now())
            """, new { tenant = tenant.Id, command, gate = tenant.Gates[0].Gate }, s.Transaction), CancellationToken.None);
        static ReadOnlyMemory<byte> Result(Guid id, string outcome, string? why) => Payload.Encode(new CommandResult(id, outcome, why), ContractsJson.Default.CommandResult);

        await other.PublishAsync(Topics.CommandResults(other.DeviceId), Result(command, "failed", "not mine"));
        await asked.PublishAsync(Topics.CommandResults(asked.DeviceId), Result(command, "done", "a\0b"));
        await asked.PublishAsync(Topics.CommandResults(asked.DeviceId), Result(command, "refused", "too late"));
        await asked.PublishAsync(Topics.CommandResults(asked.DeviceId), Result(command, "exploded", null));
        await Eventually.TrueAsync(async () => (await cloud.Database.SetAsideAsync(asked.DeviceId)).Count == 1, "the unknown outcome is set aside");
        await Eventually.TrueAsync(async () => (await ReadAsync(tenant, command)).Outcome is not null, "the command ended");

        (await ReadAsync(tenant, command)).ShouldBe(("done", "a?b"));
    }

    private Task<(string? Outcome, string? Explanation)> ReadAsync(TestTenant tenant, Guid command) => cloud.Database.Tenants.InTenantAsync(tenant.Id,
        s => s.Connection.QuerySingleAsync<(string?, string?)>("select outcome, explanation from gate_command where command_id = @command", new { command }, s.Transaction),
        CancellationToken.None);

    private Task<string?> StatusAsync(TestTenant tenant, string member) => cloud.Database.Tenants.InTenantAsync(tenant.Id,
        s => s.Connection.QuerySingleAsync<string?>("select status->>@member from gate where tenant_id = @tenant", new { member, tenant = tenant.Id }, s.Transaction),
        CancellationToken.None);

    private async Task<LivePage> LiveAsync(TestTenant tenant)
    {
        var client = TestGate.ClientOf(cloud.Broker, "studyspot-api");
        (await client.ConnectAsync(CancellationToken.None)).IsSuccess.ShouldBeTrue();
        (await client.SubscribeAsync(Topics.Live(tenant.Id.Value), MqttQos.AtMostOnce, CancellationToken.None)).IsSuccess.ShouldBeTrue();
        return new LivePage(client);
    }

    /// <summary>An Api's end of the fan-out.</summary>
    private sealed class LivePage : IAsyncDisposable
    {
        private readonly MqttClient _client;
        private readonly ConcurrentQueue<LiveBatch> _batches = new();
        private readonly Task _reading;

        public LivePage(MqttClient client)
        {
            _client = client;
            _reading = ReadAsync();
        }

        public IReadOnlyList<LiveBatch> Batches => [.. _batches];

        public async ValueTask DisposeAsync()
        {
            await _client.DisposeAsync();
            await _reading;
        }

        private async Task ReadAsync()
        {
            await foreach (var message in _client.Messages.ReadAllAsync())
            {
                if (Payload.TryDecode(message.Payload, ContractsJson.Default.LiveBatch, out var batch) == PayloadFault.None) _batches.Enqueue(batch!);
            }
        }
    }
}
