using StudySpot.Contracts;
using StudySpot.Testing;

namespace StudySpot.Edge.Sync.Tests;

public sealed class SyncRequestsTests
{
    [Fact]
    public async Task Request_OnConnectAndOnNudge_SaysWhatTheGateHas()
    {
        await using var it = await SyncFixture.StartAsync();
        await Eventually.TrueAsync(() => it.Cloud.Requests.Count == 1, "the gate asked on connect");
        it.Cloud.Requests.TryPeek(out var first).ShouldBeTrue();
        (first with { Face = null }).ShouldBe(new SyncRequest { Incarnation = it.Store.Incarnation, RosterVersion = 0, PolicyVersion = 0, Software = "1.2.3" });
        await it.Cloud.SendPolicyAsync(it.Policy(3));
        await new RosterBuilder(it.Cloud, 5, 0, RosterBuilder.Entries(0, 3)).SendAsync();
        await Eventually.TrueAsync(() => it.Store.Roster?.Version == 5 && it.Store.Policy?.Version == 3, "roster and policy are applied");
        await NudgeAsync(it);
        await Eventually.TrueAsync(() => it.Cloud.Requests.Any(r => r is { RosterVersion: 5, PolicyVersion: 3 }), "the gate asked on the nudge");
    }

    [Fact]
    public async Task Request_NudgesWhileARosterIsOnItsWay_AreAskedOnceItCame()
    {
        await using var it = await SyncFixture.StartAsync(SyncFixture.Quick with { RosterPatience = TimeSpan.FromMinutes(1) });
        await Eventually.TrueAsync(() => it.Cloud.Requests.Count == 1, "the gate asked on connect");
        var roster = new RosterBuilder(it.Cloud, 5, 0, RosterBuilder.Entries(0, 25));
        await roster.SendManifestAsync();
        await roster.SendChunkAsync(0);
        await Eventually.TrueAsync(() => Directory.EnumerateFiles(it.Incoming, "*.chunk").Any(), "the roster is being received");
        await NudgeAsync(it);
        await roster.SendChunkAsync(1);
        await roster.SendChunkAsync(2);
        await Eventually.TrueAsync(() => it.Cloud.Requests.Any(r => r.RosterVersion == 5), "the gate asked when the roster was there");
    }

    [Fact]
    public async Task Request_ManyNudges_MakeFewRequests()
    {
        await using var it = await SyncFixture.StartAsync(SyncFixture.Quick with { SyncSpacing = TimeSpan.FromMinutes(1) });
        await Eventually.TrueAsync(() => it.Cloud.Requests.Count == 1, "the gate asked on connect");
        for (var i = 0; i < 200; i++) await NudgeAsync(it);
        // A policy that came behind the nudges shows that they were heard.
        await it.Cloud.SendPolicyAsync(it.Policy(3));
        await Eventually.TrueAsync(() => it.Store.Policy?.Version == 3, "the policy is applied");
        it.Cloud.Requests.Count.ShouldBe(1);
    }

    private static Task NudgeAsync(SyncFixture it) => it.Cloud.SendAsync(Topics.Nudge(SyncFixture.Device), []);
}
