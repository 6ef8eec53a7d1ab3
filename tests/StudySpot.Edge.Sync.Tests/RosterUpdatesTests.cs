using System.Diagnostics;
using System.Security.Cryptography;
using NodaTime;
using StudySpot.Access;
using StudySpot.Contracts;
using StudySpot.Crypto;
using StudySpot.Testing;

namespace StudySpot.Edge.Sync.Tests;

public sealed class RosterUpdatesTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Roster_Full_IsApplied()
    {
        await using var it = await SyncFixture.StartAsync();
        await new RosterBuilder(it.Cloud, 5, 0, RosterBuilder.Entries(0, 25)).SendAsync();
        await AppliedAsync(it, 5);
        Find(it, 24).ShouldNotBeNull().Status.ShouldBe(MemberStatus.Active);
        Find(it, 25).ShouldBeNull();
    }

    [Fact]
    public async Task Roster_Delta_ChangesWhatItNames()
    {
        await using var it = await SyncFixture.StartAsync();
        await new RosterBuilder(it.Cloud, 5, 0, RosterBuilder.Entries(0, 25)).SendAsync();
        await AppliedAsync(it, 5);
        await new RosterBuilder(it.Cloud, 7, 5, RosterBuilder.Entries(24, 3, "suspended")).SendAsync();
        await AppliedAsync(it, 7);
        Find(it, 23)!.Status.ShouldBe(MemberStatus.Active);
        Find(it, 24)!.Status.ShouldBe(MemberStatus.Suspended);
        Find(it, 26)!.Status.ShouldBe(MemberStatus.Suspended);
    }

    [Fact]
    public async Task Roster_DeltaWithoutEntries_MovesTheVersion()
    {
        await using var it = await SyncFixture.StartAsync();
        await new RosterBuilder(it.Cloud, 5, 0, RosterBuilder.Entries(0, 3)).SendAsync();
        await AppliedAsync(it, 5);
        await new RosterBuilder(it.Cloud, 6, 5, []).SendAsync();
        await AppliedAsync(it, 6);
        Find(it, 2).ShouldNotBeNull();
    }

    [Fact]
    public async Task Roster_EmptyFull_LeavesNobody()
    {
        await using var it = await SyncFixture.StartAsync();
        await new RosterBuilder(it.Cloud, 5, 0, RosterBuilder.Entries(0, 3)).SendAsync();
        await AppliedAsync(it, 5);
        await new RosterBuilder(it.Cloud, 6, 0, []).SendAsync();
        await AppliedAsync(it, 6);
        Find(it, 2).ShouldBeNull();
    }

    [Fact]
    public async Task Roster_ChunksBeforeManifestTwiceAndBackwards_IsApplied()
    {
        await using var it = await SyncFixture.StartAsync();
        var roster = new RosterBuilder(it.Cloud, 5, 0, RosterBuilder.Entries(0, 35));
        await roster.SendChunkAsync(3);
        await roster.SendChunkAsync(3);
        await roster.SendChunkAsync(1);
        await roster.SendManifestAsync();
        await roster.SendChunkAsync(2);
        await roster.SendChunkAsync(1);
        await roster.SendChunkAsync(0);
        await AppliedAsync(it, 5);
        Find(it, 34).ShouldNotBeNull();
    }

    [Fact]
    public async Task Roster_StillCurrent_RenewsTheAgeAndNeverTurnsItBack()
    {
        await using var it = await SyncFixture.StartAsync();
        var roster = new RosterBuilder(it.Cloud, 5, 0, RosterBuilder.Entries(0, 3));
        roster.Manifest = roster.Manifest with { IssuedAt = roster.Manifest.IssuedAt.AddHours(-3) };
        await roster.SendAsync();
        await AppliedAsync(it, 5);
        var old = it.Store.Roster!.Value.IssuedAt;
        var confirmation = new RosterBuilder(it.Cloud, 5, 5, []);
        confirmation.Manifest = confirmation.Manifest with { IssuedAt = confirmation.Manifest.IssuedAt.AddHours(-1) };
        await confirmation.SendManifestAsync();
        await Eventually.TrueAsync(() => it.Store.Roster!.Value.IssuedAt > old, "the roster is younger");
        var renewed = it.Store.Roster!.Value.IssuedAt;
        // A recording of an earlier confirmation.
        var ignored = it.Sync.Counters.Ignored;
        confirmation.Manifest = confirmation.Manifest with { IssuedAt = confirmation.Manifest.IssuedAt.AddHours(-1) };
        await confirmation.SendManifestAsync();
        await Eventually.TrueAsync(() => it.Sync.Counters.Ignored > ignored, "the recording was ignored");
        it.Store.Roster!.Value.IssuedAt.ShouldBe(renewed);
    }

    [Fact]
    public async Task Roster_DatedInTheFuture_IsNotYoungerThanNow()
    {
        await using var it = await SyncFixture.StartAsync();
        var roster = new RosterBuilder(it.Cloud, 5, 0, RosterBuilder.Entries(0, 3));
        roster.Manifest = roster.Manifest with { IssuedAt = roster.Manifest.IssuedAt.AddYears(1) };
        await roster.SendAsync();
        await AppliedAsync(it, 5);
        it.Store.Roster!.Value.IssuedAt.ShouldBeLessThanOrEqualTo(it.Clock.Read().Now);
    }

    [Fact]
    public async Task Roster_OlderForgedOrForAnother_IsIgnored()
    {
        await using var it = await SyncFixture.StartAsync();
        await new RosterBuilder(it.Cloud, 5, 0, RosterBuilder.Entries(0, 3)).SendAsync();
        await AppliedAsync(it, 5);
        using var stranger = Ed25519PrivateKey.Generate();
        var good = new RosterBuilder(it.Cloud, 6, 0, RosterBuilder.Entries(10, 3));
        var ignored = it.Sync.Counters.Ignored;
        await good.SendManifestAsync(by: stranger);
        await it.Cloud.SendAsync(Topics.Roster(SyncFixture.Device), it.Cloud.Sign(SignedKinds.Policy, good.Manifest, ContractsJson.Default.RosterManifest));
        RosterManifest[] wrong =
        [
            good.Manifest with { TenantId = SyncFixture.NewId() }, good.Manifest with { Version = 4 }, good.Manifest with { Version = 5 },
            good.Manifest with { BaseVersion = 3 }, good.Manifest with { BaseVersion = 7 }, good.Manifest with { BaseVersion = -1 },
            good.Manifest with { EntryCount = -1 }, good.Manifest with { ChunkHashes = [[1, 2]] }, good.Manifest with { ChunkHashes = null! },
            good.Manifest with { ChunkHashes = [null!] }, good.Manifest with { ChunkHashes = [.. Enumerable.Repeat(new byte[32], 5_000)] },
        ];
        foreach (var manifest in wrong)
            await it.Cloud.SendAsync(Topics.Roster(SyncFixture.Device), it.Cloud.Sign(SignedKinds.Roster, manifest, ContractsJson.Default.RosterManifest));
        await Eventually.TrueAsync(() => it.Sync.Counters.Ignored >= ignored + wrong.Length + 2, "all were ignored");
        it.Store.Roster!.Value.Version.ShouldBe(5);
        Find(it, 10).ShouldBeNull();
        await good.SendAsync();
        await AppliedAsync(it, 6);
    }

    [Fact]
    public async Task Roster_ChunkMissing_IsGivenUpAndAskedForAgain()
    {
        await using var it = await SyncFixture.StartAsync();
        await Eventually.TrueAsync(() => !it.Cloud.Requests.IsEmpty, "the gate asked on connect");
        it.Cloud.Requests.Clear();
        var roster = new RosterBuilder(it.Cloud, 5, 0, RosterBuilder.Entries(0, 25));
        await roster.SendManifestAsync();
        await roster.SendChunkAsync(0);
        await roster.SendChunkAsync(2);
        await Eventually.TrueAsync(() => it.Cloud.Requests.Any(r => r.RosterVersion == 0), "the gate asked again");
        it.Sync.Counters.RostersGivenUp.ShouldBe(1);
        it.Store.Roster.ShouldBeNull();
        await roster.SendAsync();
        await AppliedAsync(it, 5);
    }

    [Fact]
    public async Task Roster_ChunkChangedOnTheWay_IsNotTaken()
    {
        await using var it = await SyncFixture.StartAsync();
        var roster = new RosterBuilder(it.Cloud, 5, 0, RosterBuilder.Entries(0, 25));
        await roster.SendManifestAsync();
        var right = roster.Chunks[1];
        roster.Chunks[1] = Payload.Encode([RosterBuilder.Entry(666)], ContractsJson.Default.RosterEntryArray);
        for (var i = 0; i < 3; i++) await roster.SendChunkAsync(i);
        await Eventually.TrueAsync(() => it.Sync.Counters.RostersGivenUp == 1, "the roster was given up");
        Find(it, 666).ShouldBeNull();
        roster.Chunks[1] = right;
        await roster.SendAsync();
        await AppliedAsync(it, 5);
    }

    [Fact]
    public async Task Roster_SignedButInconsistent_IsAFaultAndChangesNothing()
    {
        await using var it = await SyncFixture.StartAsync();
        await new RosterBuilder(it.Cloud, 5, 0, RosterBuilder.Entries(0, 3)).SendAsync();
        await AppliedAsync(it, 5);
        var fewer = new RosterBuilder(it.Cloud, 6, 0, RosterBuilder.Entries(10, 25));
        fewer.Manifest = fewer.Manifest with { EntryCount = 26 };
        await fewer.SendAsync();
        await Eventually.TrueAsync(() => it.Sync.Faults.Contains("sync:roster"), "the fault is raised");
        var noise = new RosterBuilder(it.Cloud, 7, 5, RosterBuilder.Entries(10, 5));
        noise.Chunks[0] = "[null]"u8.ToArray();
        noise.Manifest = noise.Manifest with { ChunkHashes = [SHA256.HashData(noise.Chunks[0])], EntryCount = 1 };
        await noise.SendAsync();
        await Eventually.TrueAsync(() => it.Sync.Counters.RostersGivenUp == 2, "both were given up");
        it.Store.Roster!.Value.Version.ShouldBe(5);
        Find(it, 10).ShouldBeNull();
        Find(it, 2).ShouldNotBeNull();
        await new RosterBuilder(it.Cloud, 8, 0, RosterBuilder.Entries(0, 3)).SendAsync();
        await AppliedAsync(it, 8);
        it.Sync.Faults.ShouldBeEmpty();
    }

    [Fact]
    public async Task Roster_NewerWhileOneIsOnItsWay_Wins()
    {
        await using var it = await SyncFixture.StartAsync();
        var first = new RosterBuilder(it.Cloud, 5, 0, RosterBuilder.Entries(0, 25));
        var second = new RosterBuilder(it.Cloud, 6, 0, RosterBuilder.Entries(0, 26));
        await first.SendManifestAsync();
        await first.SendChunkAsync(0);
        await second.SendManifestAsync();
        await first.SendManifestAsync();
        for (var i = 1; i < 3; i++) await first.SendChunkAsync(i);
        // The first chunk is the same in both and is not sent twice.
        for (var i = 1; i < 3; i++) await second.SendChunkAsync(i);
        await AppliedAsync(it, 6);
        Find(it, 25).ShouldNotBeNull();
    }

    [Fact]
    public async Task Roster_KeyOfThePolicy_IsTrusted()
    {
        await using var it = await SyncFixture.StartAsync();
        using var next = Ed25519PrivateKey.Generate();
        await it.Cloud.SendPolicyAsync(it.Policy(1) with { IssuerKeys = [it.Cloud.Issuer.PublicKey, next.PublicKey] });
        await Eventually.TrueAsync(() => it.Store.Policy?.Version == 1, "the policy is applied");
        await new RosterBuilder(it.Cloud, 5, 0, RosterBuilder.Entries(0, 3)).SendAsync(by: next);
        await AppliedAsync(it, 5);
    }

    [Fact]
    public async Task Roster_OfAHundredThousand_AppliesInBoundedMemory()
    {
        await using var it = await SyncFixture.StartAsync(SyncFixture.Quick with { RosterPatience = TimeSpan.FromSeconds(30) });
        var roster = new RosterBuilder(it.Cloud, 5, 0, RosterBuilder.Entries(0, 100_000), perChunk: 500);
        GC.Collect();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var peak = before;
        using var stop = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            // Live memory, not garbage: what stays after a collection.
            while (!stop.IsCancellationRequested)
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true));
                await Task.Delay(100);
            }
        });
        var watch = Stopwatch.StartNew();
        await roster.SendAsync();
        await AppliedAsync(it, 5, TimeSpan.FromMinutes(3));
        var took = watch.Elapsed;
        await stop.CancelAsync();
        await watching;
        output.WriteLine($"100,000 entries, {roster.Chunks.Sum(c => c.Length) / 1e6:0.0} MB: applied in {took.TotalSeconds:0.0} s, {(peak - before) / 1e6:0.0} MB above {before / 1e6:0.0} MB");
        Find(it, 99_999).ShouldNotBeNull();
        // The test's own broker client holds what it sends; a roster held whole would be about 60 MB of objects.
        (peak - before).ShouldBeLessThan(30_000_000);
    }

    private static Task AppliedAsync(SyncFixture it, long version, TimeSpan? within = null) =>
        Eventually.TrueAsync(() => it.Store.Roster?.Version == version, $"roster {version} is applied", within);

    private static KnownMember? Find(SyncFixture it, int n) =>
        it.Store.Find(new CredentialId(RosterBuilder.CredentialId(n)), new byte[6], it.Clock.Read().Now).Member;
}
