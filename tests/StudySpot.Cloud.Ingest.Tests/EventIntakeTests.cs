using Dapper;
using StudySpot.Contracts;
using StudySpot.Testing;

namespace StudySpot.Cloud.Ingest.Tests;

[Collection(nameof(Cloud))]
public sealed class EventIntakeTests(Cloud cloud)
{
    [Fact]
    public async Task Batch_Arrives_IsStoredWithEveryFieldAndAcknowledged()
    {
        var tenant = await cloud.Database.AddTenantAsync();
        await using var ingest = await RunningIngest.StartAsync(cloud.Database.SettingsFor(cloud.Broker));
        await using var gate = await TestGate.ConnectAsync(cloud.Broker, tenant.Gates[0].DeviceId);
        var (member, credential, decision) = (CloudDatabase.NewId(), CloudDatabase.NewId(), CloudDatabase.NewId());
        var sent = gate.Event(1) with
        {
            MemberId = member, CredentialId = credential, RuleId = "r1", RosterVersion = 7, PolicyVersion = 3, Offline = true, DecisionId = decision,
        };

        await gate.SendAsync(sent, gate.Event(2) with { Detail = null, Direction = null, Outcome = null, Reason = null });
        await gate.AcknowledgedAsync(2);

        var row = await cloud.Database.Tenants.InTenantAsync(tenant.Id, s => s.Connection.QuerySingleAsync(
            "select * from event where tenant_id = @tenant and sequence = 1", new { tenant = tenant.Id }, s.Transaction), CancellationToken.None);
        ((Guid)row.gate_id).ShouldBe(tenant.Gates[0].Gate.Value);
        ((Guid)row.hall_id).ShouldBe(tenant.Hall.Value);
        ((Guid)row.event_id).ShouldBe(sent.Id);
        ((DateTime)row.occurred_at).ShouldBe(sent.At.UtcDateTime);
        ((Guid)row.boot_id).ShouldBe(sent.BootId);
        ((long)row.monotonic_ms).ShouldBe(1);
        ((string)row.kind).ShouldBe("decision");
        ((string)row.clock_quality).ShouldBe("synchronised");
        ((string)row.direction).ShouldBe("entry");
        ((Guid)row.member_id).ShouldBe(member);
        ((Guid)row.credential_id).ShouldBe(credential);
        ((string)row.outcome).ShouldBe("allow");
        ((string)row.reason).ShouldBe("allowed");
        ((string)row.rule_id).ShouldBe("r1");
        ((long)row.roster_version).ShouldBe(7);
        ((long)row.policy_version).ShouldBe(3);
        ((bool)row.offline).ShouldBeTrue();
        ((Guid)row.decision_id).ShouldBe(decision);
        ((string)row.detail).ShouldContain("é€");
    }

    [Fact]
    public async Task SameBatch_ComesAgain_IsStoredOnceAndAcknowledgedAgain()
    {
        var tenant = await cloud.Database.AddTenantAsync();
        await using var ingest = await RunningIngest.StartAsync(cloud.Database.SettingsFor(cloud.Broker));
        await using var gate = await TestGate.ConnectAsync(cloud.Broker, tenant.Gates[0].DeviceId);

        await gate.SendRangeAsync(1, 100);
        await gate.AcknowledgedAsync(100);
        var before = gate.Acks.Count;
        await gate.SendRangeAsync(1, 100);
        await gate.SendRangeAsync(51, 150);
        await gate.AcknowledgedAsync(150);

        gate.Acks.Count.ShouldBeGreaterThan(before);
        (await cloud.Database.SequencesAsync(tenant.Gates[0], gate.Incarnation)).ShouldBe(Enumerable.Range(1, 150).Select(i => (long)i));
        ingest.Counters.Fresh.ShouldBe(150);
        ingest.Counters.Known.ShouldBe(150);
    }

    [Fact]
    public async Task Gap_IsSeen_IsAskedForAndAcknowledgedOnceFilled()
    {
        var tenant = await cloud.Database.AddTenantAsync();
        await using var ingest = await RunningIngest.StartAsync(cloud.Database.SettingsFor(cloud.Broker));
        await using var gate = await TestGate.ConnectAsync(cloud.Broker, tenant.Gates[0].DeviceId);

        await gate.SendRangeAsync(1, 10);
        await gate.SendRangeAsync(21, 30);
        await gate.SendRangeAsync(41, 50);
        await Eventually.TrueAsync(() => gate.Resends.Count >= 2, "both gaps are asked for");

        gate.Through.ShouldBe(10);
        gate.Resends.Take(2).ShouldBe([new ResendRequest(gate.Incarnation, 11, 20), new ResendRequest(gate.Incarnation, 31, 40)]);
        await gate.SendRangeAsync(11, 20);
        await gate.AcknowledgedAsync(30);
        await gate.SendRangeAsync(31, 40);
        await gate.AcknowledgedAsync(50);
        (await cloud.Database.SequencesAsync(tenant.Gates[0], gate.Incarnation)).ShouldBe(Enumerable.Range(1, 50).Select(i => (long)i));
    }

    [Fact]
    public async Task NewIncarnation_CountsFromOneAgain_BothAreHeld()
    {
        var tenant = await cloud.Database.AddTenantAsync();
        await using var ingest = await RunningIngest.StartAsync(cloud.Database.SettingsFor(cloud.Broker));
        await using var gate = await TestGate.ConnectAsync(cloud.Broker, tenant.Gates[0].DeviceId);
        var second = CloudDatabase.NewId();

        await gate.SendRangeAsync(1, 5);
        await gate.PublishAsync(Topics.Events(gate.DeviceId), Payload.Encode(
            new EventBatch { Incarnation = second, Events = [gate.Event(1), gate.Event(2)] }, ContractsJson.Default.EventBatch));
        await gate.AcknowledgedAsync(5);
        await Eventually.TrueAsync(() => gate.Acks.Contains(new EventAck(second, 2)), "the second incarnation is acknowledged");

        (await cloud.Database.SequencesAsync(tenant.Gates[0], second)).ShouldBe([1, 2]);
    }

    [Fact]
    public async Task Stop_WithMessagesUnderWay_CommitsAndAcknowledgesWhatItTook()
    {
        var tenant = await cloud.Database.AddTenantAsync();
        var ingest = await RunningIngest.StartAsync(cloud.Database.SettingsFor(cloud.Broker));
        await using var gate = await TestGate.ConnectAsync(cloud.Broker, tenant.Gates[0].DeviceId);

        for (var i = 0; i < 20; i++) await gate.SendRangeAsync(i * 100 + 1, i * 100 + 100);
        await gate.AcknowledgedAsync(100);
        await ingest.DisposeAsync();

        var stored = await cloud.Database.SequencesAsync(tenant.Gates[0], gate.Incarnation);
        await Eventually.TrueAsync(() => gate.Through == stored.Count, "all that is stored is acknowledged");
        stored.ShouldBe(Enumerable.Range(1, stored.Count).Select(i => (long)i));
    }
}
