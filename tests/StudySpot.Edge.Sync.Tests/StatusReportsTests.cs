using System.Diagnostics;
using StudySpot.Testing;

namespace StudySpot.Edge.Sync.Tests;

public sealed class StatusReportsTests
{
    [Fact]
    public async Task Status_Online_CarriesEverything()
    {
        await using var it = await SyncFixture.StartAsync();
        it.Cloud.Acknowledges = false;
        await it.Cloud.SendPolicyAsync(it.Policy(2));
        await new RosterBuilder(it.Cloud, 5, 0, RosterBuilder.Entries(0, 3)).SendAsync();
        it.Append(4);
        await Eventually.TrueAsync(() => it.Cloud.Statuses.Any(s => s is { PolicyVersion: 2, RosterVersion: 5, OutboxRows: 4 }), "the status is complete");
        var status = it.Cloud.Statuses.Last(s => s is { PolicyVersion: 2, RosterVersion: 5, OutboxRows: 4 });
        status.Online.ShouldBeTrue();
        status.Farewell.ShouldBeNull();
        status.State.ShouldBe("idle");
        status.Incarnation.ShouldBe(it.Store.Incarnation);
        status.LastSequence.ShouldBe(4);
        status.OutboxAgeSeconds.ShouldNotBeNull();
        status.RosterAgeSeconds.ShouldNotBeNull().ShouldBeInRange(0, 60);
        status.ClockQuality.ShouldBe("synchronised");
        status.Software.ShouldBe("1.2.3");
    }

    [Fact]
    public async Task Status_GateChanges_IsSaidAtOnce()
    {
        await using var it = await SyncFixture.StartAsync(SyncFixture.Quick with { Heartbeat = TimeSpan.FromHours(1) });
        await Eventually.TrueAsync(() => !it.Cloud.Statuses.IsEmpty, "the first status came");
        it.Health.Set("fault", "turnstile");
        await Eventually.TrueAsync(() => it.Cloud.Statuses.Any(s => s.State == "fault" && s.Faults.Contains("turnstile")), "the change came");
    }

    [Fact]
    public async Task Status_NothingHappens_BeatsOn()
    {
        await using var it = await SyncFixture.StartAsync(SyncFixture.Quick with { Heartbeat = TimeSpan.FromMilliseconds(200) });
        await Eventually.TrueAsync(() => it.Cloud.Statuses.Count >= 5, "the heart beats");
        it.Cloud.Statuses.Select(s => s.At).ShouldBeInOrder();
    }

    [Fact]
    public async Task Stop_InOrder_SaysGoodbyeQuickly()
    {
        await using var it = await SyncFixture.StartAsync();
        await Eventually.TrueAsync(() => it.Cloud.Statuses.Any(s => s.Online), "the gate is online");
        var watch = Stopwatch.StartNew();
        await it.StopAsync();
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
        await Eventually.TrueAsync(() => it.Cloud.Statuses.Any(s => !s.Online), "the farewell came");
        it.Cloud.Statuses.Last().Farewell.ShouldBe("clean");
        it.Sync.IsOnline.ShouldBeFalse();
        // Who asks later hears it too.
        await using var later = await CloudSide.StartAsync(it.Broker, SyncFixture.Device);
        await Eventually.TrueAsync(() => later.Statuses.Any(s => s is { Online: false, Farewell: "clean" }), "it is retained");
    }

    [Fact]
    public async Task Stop_BrokerAway_IsQuickToo()
    {
        await using var it = await SyncFixture.StartAsync();
        await it.Broker.KillAsync();
        var watch = Stopwatch.StartNew();
        await it.StopAsync();
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Connection_ThrownOutByAnother_LeavesTheWill()
    {
        await using var it = await SyncFixture.StartAsync();
        var (certificate, key) = it.Broker.Certificates.Client(SyncFixture.Device);
        // The same client id: the broker ends the older connection without its consent, as a cut cable does.
        await using var other = new Mqtt.MqttClient(new Mqtt.MqttOptions
        {
            Host = it.Broker.Host,
            Port = it.Broker.Port,
            ClientId = SyncFixture.Device,
            CaFile = it.Broker.Certificates.CaFile,
            CertificateFile = certificate,
            KeyFile = key,
        }, TimeProvider.System);
        await other.ConnectAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => it.Cloud.Statuses.Any(s => s is { Online: false, Farewell: null }), "the will spoke");
    }
}
