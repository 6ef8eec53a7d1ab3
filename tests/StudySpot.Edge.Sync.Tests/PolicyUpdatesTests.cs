using StudySpot.Contracts;
using StudySpot.Crypto;
using StudySpot.Testing;

namespace StudySpot.Edge.Sync.Tests;

public sealed class PolicyUpdatesTests
{
    [Fact]
    public async Task Policy_Newer_IsApplied()
    {
        await using var it = await SyncFixture.StartAsync();
        await it.Cloud.SendPolicyAsync(it.Policy(3) with { CodeLifetimeSeconds = 45 });
        await Eventually.TrueAsync(() => it.Store.Policy?.Version == 3, "the policy is applied");
        it.Store.Policy!.CodeLifetimeSeconds.ShouldBe(45);
        it.Sync.Counters.PoliciesApplied.ShouldBe(1);
    }

    [Fact]
    public async Task Policy_OlderForgedOrForAnother_IsIgnored()
    {
        await using var it = await SyncFixture.StartAsync();
        await it.Cloud.SendPolicyAsync(it.Policy(3));
        await Eventually.TrueAsync(() => it.Store.Policy?.Version == 3, "the policy is applied");
        using var stranger = Ed25519PrivateKey.Generate();
        var ignored = it.Sync.Counters.Ignored;
        await it.Cloud.SendPolicyAsync(it.Policy(4), by: stranger);
        GatePolicy[] wrong =
        [
            it.Policy(2), it.Policy(3) with { CodeLifetimeSeconds = 999 }, it.Policy(-1),
            it.Policy(4) with { TenantId = SyncFixture.NewId() }, it.Policy(4) with { HallId = SyncFixture.NewId() }, it.Policy(4) with { GateId = SyncFixture.NewId() },
        ];
        foreach (var policy in wrong) await it.Cloud.SendPolicyAsync(policy);
        // Signed, but as another kind of document.
        await it.Cloud.SendAsync(Topics.Policy(SyncFixture.Device), it.Cloud.Sign(SignedKinds.Roster, it.Policy(4), ContractsJson.Default.GatePolicy));
        await Eventually.TrueAsync(() => it.Sync.Counters.Ignored >= ignored + wrong.Length + 2, "all were ignored");
        it.Store.Policy!.Version.ShouldBe(3);
        it.Store.Policy.CodeLifetimeSeconds.ShouldBe(30);
    }

    [Fact]
    public async Task Policy_ThatWouldShutTheGateOut_IsAFaultAndNotApplied()
    {
        await using var it = await SyncFixture.StartAsync();
        await it.Cloud.SendPolicyAsync(it.Policy(3));
        await Eventually.TrueAsync(() => it.Store.Policy?.Version == 3, "the policy is applied");
        var ignored = it.Sync.Counters.Ignored;
        GatePolicy[] unusable =
        [
            it.Policy(4) with { Zone = "Mars/Olympus" }, it.Policy(4) with { IssuerKeys = [] }, it.Policy(4) with { IssuerKeys = [[1, 2, 3]] },
            it.Policy(4) with { IssuerKeys = [null!] }, it.Policy(4) with { Rules = null! },
        ];
        foreach (var policy in unusable) await it.Cloud.SendPolicyAsync(policy);
        await Eventually.TrueAsync(() => it.Sync.Counters.Ignored >= ignored + unusable.Length, "all were ignored");
        it.Store.Policy!.Version.ShouldBe(3);
        it.Sync.Faults.ShouldContain("sync:policy");
        await it.Cloud.SendPolicyAsync(it.Policy(5));
        await Eventually.TrueAsync(() => it.Store.Policy?.Version == 5, "a good one is applied");
        it.Sync.Faults.ShouldBeEmpty();
    }
}
