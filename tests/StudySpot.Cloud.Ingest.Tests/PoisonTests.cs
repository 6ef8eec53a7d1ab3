using System.Text;
using Dapper;
using StudySpot.Contracts;
using StudySpot.Testing;

namespace StudySpot.Cloud.Ingest.Tests;

[Collection(nameof(Cloud))]
public sealed class PoisonTests(Cloud cloud)
{
    [Fact]
    public async Task UndecodableMessages_AmongGoodOnes_AreSetAsideAndBlockNothing()
    {
        var tenant = await cloud.Database.AddTenantAsync();
        await using var ingest = await RunningIngest.StartAsync(cloud.Database.SettingsFor(cloud.Broker));
        await using var gate = await TestGate.ConnectAsync(cloud.Broker, tenant.Gates[0].DeviceId);
        var topic = Topics.Events(gate.DeviceId);
        byte[][] poison =
        [
            [], [0], [0x1F, 0x8B, 1, 2, 3], "{"u8.ToArray(), "null"u8.ToArray(), "[]"u8.ToArray(), "{}"u8.ToArray(),
            """{"incarnation":"x","events":[]}"""u8.ToArray(), """{"incarnation":"0193d4a0-0000-7000-8000-000000000000"}"""u8.ToArray(),
            """{"incarnation":"0193d4a0-0000-7000-8000-000000000000","events":null}"""u8.ToArray(),
            """{"incarnation":"00000000-0000-0000-0000-000000000000","events":[]}"""u8.ToArray(),
            Encoding.UTF8.GetBytes(new string('[', 100_000)), new byte[200_000],
        ];

        await gate.SendRangeAsync(1, 10);
        foreach (var payload in poison) await gate.PublishAsync(topic, payload);
        await gate.SendRangeAsync(11, 20);
        await gate.AcknowledgedAsync(20);

        var asides = await cloud.Database.SetAsideAsync(gate.DeviceId);
        asides.Select(a => a.Reason).Distinct().Order().ShouldBe(["bad_compression", "bad_json", "empty"]);
        asides.Count.ShouldBe(poison.Length);
        asides.Max(a => a.Payload.Length).ShouldBe(64 * 1024);
        (await cloud.Database.SequencesAsync(tenant.Gates[0], gate.Incarnation)).Count.ShouldBe(20);
    }

    [Fact]
    public async Task BadEvents_InABatch_AreSetAsideAndTheirSequencesHeld()
    {
        var tenant = await cloud.Database.AddTenantAsync();
        await using var ingest = await RunningIngest.StartAsync(cloud.Database.SettingsFor(cloud.Broker));
        await using var gate = await TestGate.ConnectAsync(cloud.Broker, tenant.Gates[0].DeviceId);
        var tooLong = new string('x', 65);

        GateEvent[] events =
        [
            gate.Event(1),
            gate.Event(2) with { Kind = tooLong },
            gate.Event(3) with { Reason = "a\0b" },
            gate.Event(4) with { At = new DateTimeOffset(9999, 12, 31, 0, 0, 0, TimeSpan.Zero) },
            gate.Event(5) with { Detail = Json("""{"a":"\u0000"}""") },
            gate.Event(6) with { Detail = Json("""{"a":["HALF-A-PAIR"]}""") },
            gate.Event(7) with { Detail = Json($$"""{"a":"{{new string('y', 5000)}}"}""") },
            gate.Event(8) with { Id = Guid.Empty },
            gate.Event(9) with { Detail = Json("""{"a":"\\u0000 is only text"}""") },
            gate.Event(0), gate.Event(-5), gate.Event(1) with { Sequence = long.MaxValue },
            // Passes every check of ours, and PostgreSQL refuses it: a number beyond numeric's range.
            gate.Event(10) with { Detail = Json("""{"a":1e200000}""") },
            gate.Event(11) with { At = DateTimeOffset.UnixEpoch },
        ];
        // No serializer of ours writes half a surrogate pair; a gate that is broken may.
        var json = System.Text.Json.JsonSerializer.Serialize(new EventBatch { Incarnation = gate.Incarnation, Events = events }, ContractsJson.Default.EventBatch);
        await gate.PublishAsync(Topics.Events(gate.DeviceId), Encoding.UTF8.GetBytes(json.Replace("HALF-A-PAIR", "\\ud800", StringComparison.Ordinal)));
        await gate.AcknowledgedAsync(11);

        (await cloud.Database.SequencesAsync(tenant.Gates[0], gate.Incarnation)).ShouldBe([1, 9, 11]);
        var asides = await cloud.Database.SetAsideAsync(gate.DeviceId);
        asides.Select(a => a.Reason).Order(StringComparer.Ordinal).ShouldBe(
        [
            "detail_not_storable", "detail_not_storable", "detail_too_long", "id_missing", "refused_22003",
            "sequence_out_of_range", "sequence_out_of_range", "sequence_out_of_range", "text_not_storable", "text_not_storable", "time_out_of_range",
        ]);
        gate.Resends.ShouldBeEmpty();
    }

    [Fact]
    public async Task EventOfTheWrongShape_InABatch_DoesNotTakeTheOthersAlong()
    {
        var tenant = await cloud.Database.AddTenantAsync();
        await using var ingest = await RunningIngest.StartAsync(cloud.Database.SettingsFor(cloud.Broker));
        await using var gate = await TestGate.ConnectAsync(cloud.Broker, tenant.Gates[0].DeviceId);
        string Good(long sequence) => System.Text.Json.JsonSerializer.Serialize(gate.Event(sequence), ContractsJson.Default.GateEvent);

        await gate.PublishAsync(Topics.Events(gate.DeviceId), Encoding.UTF8.GetBytes(
            $$"""
            {"incarnation":"{{gate.Incarnation}}","later":{"field":1},"events":[
              {{Good(1)}}, null, 5, "x", {"sequence":2}, {"sequence":3,"id":"not an id"}, {{Good(4)}}, {"sequence":"5"}, {{Good(5)}}]}
            """));
        await gate.AcknowledgedAsync(5);

        (await cloud.Database.SequencesAsync(tenant.Gates[0], gate.Incarnation)).ShouldBe([1, 4, 5]);
        (await cloud.Database.SetAsideAsync(gate.DeviceId)).Count.ShouldBe(6);
    }

    [Fact]
    public async Task UnknownDevice_IsSetAside_AndTakenInOnceItIsKnown()
    {
        var tenant = await cloud.Database.AddTenantAsync();
        await using var ingest = await RunningIngest.StartAsync(cloud.Database.SettingsFor(cloud.Broker));
        var id = CloudDatabase.NewId();
        await using var stranger = await TestGate.ConnectAsync(cloud.Broker, $"gate-{id:N}");

        await stranger.SendRangeAsync(1, 3);
        await Eventually.TrueAsync(async () => (await cloud.Database.SetAsideAsync(stranger.DeviceId)).Count == 1, "it is set aside");
        (await cloud.Database.SetAsideAsync(stranger.DeviceId))[0].Reason.ShouldBe("unknown_device");
        stranger.Acks.ShouldBeEmpty();
        await cloud.Database.Tenants.InTenantAsync(tenant.Id, s => Data.Directories.AddDeviceAsync(
            s, stranger.DeviceId, new Access.GateId(id), tenant.Hall, CancellationToken.None), CancellationToken.None);

        await Eventually.TrueAsync(async () =>
        {
            await stranger.SendRangeAsync(1, 3);
            return stranger.Through == 3;
        }, "it is taken in once the directory is asked again");
    }

    [Fact]
    public async Task EverySecondSequence_ForEver_IsBoundedAndEndsWhenFilled()
    {
        var tenant = await cloud.Database.AddTenantAsync();
        await using var ingest = await RunningIngest.StartAsync(cloud.Database.SettingsFor(cloud.Broker));
        await using var gate = await TestGate.ConnectAsync(cloud.Broker, tenant.Gates[0].DeviceId);

        for (var batch = 0; batch < 6; batch++)
            await gate.SendAsync([.. Enumerable.Range(0, 250).Select(i => gate.Event((batch * 250 + i) * 2 + 2))]);
        await Eventually.TrueAsync(async () => await RunsAsync(tenant) == Writing.HeldSequences.MaxRuns, "as many runs as fit are kept");

        for (var from = 1; from <= 3000; from += 500) await gate.SendRangeAsync(from, from + 499);
        await gate.AcknowledgedAsync(3000);
        (await cloud.Database.SequencesAsync(tenant.Gates[0], gate.Incarnation)).ShouldBe(Enumerable.Range(1, 3000).Select(i => (long)i));
    }

    private Task<long> RunsAsync(TestTenant tenant) => cloud.Database.Tenants.InTenantAsync(tenant.Id, s => s.Connection.QuerySingleAsync<long>(
        "select coalesce(max((select count(*) from unnest(ahead))), 0) from gate_stream where tenant_id = @tenant", new { tenant = tenant.Id }, s.Transaction), CancellationToken.None);

    private static System.Text.Json.JsonElement Json(string text)
    {
        using var document = System.Text.Json.JsonDocument.Parse(text);
        return document.RootElement.Clone();
    }
}
