using System.Diagnostics;
using System.Text.Json;
using StudySpot.Access;
using StudySpot.Cloud.Api.Features.Fleet;
using StudySpot.Cloud.Api.Persistence;
using StudySpot.Cloud.Data;
using StudySpot.Contracts;
using StudySpot.Testing;

namespace StudySpot.Cloud.Api.Tests.Fleet;

[Collection(typeof(AloneOnTheProcess))]
public sealed class SyncAnsweringTests(ApiFixture api, ITestOutputHelper output)
{
    [Fact]
    public async Task Sync_GateHasNothing_GetsPolicyAndWholeRoster()
    {
        var tenant = await FleetTenant.CreateAsync(api);
        var member = await tenant.AddMemberAsync();
        var credential = await tenant.AddCredentialAsync(member);
        await tenant.ChangeAsync("""
            update member set valid_through = '2027-03-31', halls = array[@hall], hours = '[{"days":31,"from":"06:00","to":"22:00"}]', roster_version = @version
            where tenant_id = @tenant and member_id = @id
            """, member);
        await using var gate = await GateSide.ConnectAsync(api, await tenant.AddGateAsync());
        var manifest = await gate.SyncAsync();
        manifest.BaseVersion.ShouldBe(0);
        await Eventually.TrueAsync(() => gate.Policy is not null, "the policy came");
        gate.Policy!.GateId.ShouldBe(gate.Bundle.GateId);
        gate.Policy.HallId.ShouldBe(tenant.Hall);
        gate.Policy.Zone.ShouldBe("Asia/Kolkata");
        gate.Policy.Rules.ShouldBe(AccessRules.All);
        gate.Policy.IssuerKeys.ShouldHaveSingleItem().ShouldBe(gate.Bundle.IssuerKeys[0]);
        var entry = gate.Roster[credential];
        entry.MemberId.ShouldBe(member);
        entry.Status.ShouldBe("active");
        entry.ValidThrough.ShouldBe("2027-03-31");
        entry.Halls.ShouldBe([tenant.Hall]);
        entry.Hours.ShouldBe([new AllowedHours(31, "06:00", "22:00")]);
        entry.PublicKey.Length.ShouldBe(32);
    }

    [Fact]
    public async Task Sync_GateIsCurrent_GetsADateAndNothingElse()
    {
        var tenant = await FleetTenant.CreateAsync(api);
        await tenant.AddCredentialAsync(await tenant.AddMemberAsync());
        await using var gate = await GateSide.ConnectAsync(api, await tenant.AddGateAsync());
        var first = await gate.SyncAsync();
        await Eventually.TrueAsync(() => gate.Policy is not null, "the policy came");
        gate.Chunks.Clear();
        var second = await gate.SyncAsync();
        second.Version.ShouldBe(first.Version);
        second.BaseVersion.ShouldBe(first.Version);
        second.ChunkHashes.ShouldBeEmpty();
        second.IssuedAt.ShouldBeGreaterThan(first.IssuedAt);
        gate.Chunks.ShouldBeEmpty();
        gate.Policies.ShouldBe(1);
    }

    [Fact]
    public async Task Sync_PolicyChanged_GetsTheNewOne()
    {
        var tenant = await FleetTenant.CreateAsync(api);
        await using var gate = await GateSide.ConnectAsync(api, await tenant.AddGateAsync());
        await gate.SyncAsync();
        await Eventually.TrueAsync(() => gate.Policy?.Version == 1, "the first policy came");
        await tenant.RunAsync(session => session.ExecuteAsync(
            """
            insert into gate_policy (tenant_id, gate_id, version, document, created_at) values (@tenant, @gate, 2, '{"codeLifetimeSeconds":45,"rules":["code_format"]}', now());
            update gate set policy_version = 2 where tenant_id = @tenant and gate_id = @gate
            """, new { tenant = tenant.Id, gate = gate.Bundle.GateId }, TestContext.Current.CancellationToken));
        await gate.SyncAsync();
        await Eventually.TrueAsync(() => gate.Policy?.Version == 2, "the second policy came");
        gate.Policy!.CodeLifetimeSeconds.ShouldBe(45);
        gate.Policy.Rules.ShouldBe(["code_format"]);
    }

    [Fact]
    public async Task Sync_RandomChanges_DeltasAddUpToTheWholeRoster()
    {
        const int Seed = 20261123;
        var random = new Random(Seed);
        var tenant = await FleetTenant.CreateAsync(api);
        var members = new List<Guid>();
        var credentials = new List<Guid>();
        for (var i = 0; i < 15; i++)
        {
            members.Add(await tenant.AddMemberAsync());
            credentials.Add(await tenant.AddCredentialAsync(members[^1]));
        }
        var bundle = await tenant.AddGateAsync();
        await using var often = await GateSide.ConnectAsync(api, bundle);
        await using var seldom = await GateSide.ConnectAsync(api, await tenant.AddGateAsync());
        await often.SyncAsync();
        await seldom.SyncAsync();
        for (var round = 0; round < 12; round++)
        {
            for (var change = random.Next(4); change >= 0; change--) await ChangeAsync();
            (await often.SyncAsync()).BaseVersion.ShouldNotBe(0);
            if (round % 4 == 3) (await seldom.SyncAsync()).BaseVersion.ShouldNotBe(0);
        }
        await using var fresh = await GateSide.ConnectAsync(api, await tenant.AddGateAsync());
        (await fresh.SyncAsync()).BaseVersion.ShouldBe(0);
        fresh.Roster.Count.ShouldBe(credentials.Count);
        Text(often).ShouldBe(Text(fresh), $"seed {Seed}");
        Text(seldom).ShouldBe(Text(fresh), $"seed {Seed}");

        async Task ChangeAsync()
        {
            var member = members[random.Next(members.Count)];
            switch (random.Next(6))
            {
                case 0:
                    members.Add(await tenant.AddMemberAsync());
                    break;
                case 1:
                    credentials.Add(await tenant.AddCredentialAsync(member));
                    break;
                case 2:
                    await tenant.ChangeAsync("update credential set revoked_at = now(), roster_version = @version where tenant_id = @tenant and credential_id = @id",
                        credentials[random.Next(credentials.Count)]);
                    break;
                case 3:
                    await tenant.ChangeAsync("update member set status = case status when 'active' then 'suspended' else 'active' end, roster_version = @version where tenant_id = @tenant and member_id = @id", member);
                    break;
                case 4:
                    await tenant.ChangeAsync("update member set valid_through = date '2026-12-01' + @number, roster_version = @version where tenant_id = @tenant and member_id = @id", member, number: random.Next(90));
                    break;
                default:
                    await tenant.ChangeAsync("""update member set halls = array[@hall], hours = '[{"days":1,"from":"06:00","to":"24:00"}]', roster_version = @version where tenant_id = @tenant and member_id = @id""", member);
                    break;
            }
        }
    }

    [Fact]
    public async Task Sync_ExpiredCredentials_StayForADayThenGo()
    {
        var tenant = await FleetTenant.CreateAsync(api);
        var member = await tenant.AddMemberAsync();
        var yesterday = await tenant.AddCredentialAsync(member, TimeSpan.FromHours(-23));
        var longAgo = await tenant.AddCredentialAsync(member, TimeSpan.FromHours(-25));
        var revoked = await tenant.AddCredentialAsync(member);
        await tenant.ChangeAsync("update credential set revoked_at = now(), roster_version = @version where tenant_id = @tenant and credential_id = @id", revoked);
        await using var gate = await GateSide.ConnectAsync(api, await tenant.AddGateAsync());
        await gate.SyncAsync();
        gate.Roster.Keys.ShouldBe([yesterday, revoked], ignoreOrder: true);
        gate.Roster[revoked].Revoked.ShouldBeTrue();
        gate.Roster.ContainsKey(longAgo).ShouldBeFalse();
    }

    [Fact]
    public async Task Sync_OtherTenants_NeverShow()
    {
        var tenant = await FleetTenant.CreateAsync(api);
        var other = await FleetTenant.CreateAsync(api);
        var own = await tenant.AddCredentialAsync(await tenant.AddMemberAsync());
        await other.AddCredentialAsync(await other.AddMemberAsync());
        await using var gate = await GateSide.ConnectAsync(api, await tenant.AddGateAsync());
        await gate.SyncAsync();
        gate.Roster.Keys.ShouldBe([own]);
    }

    [Fact]
    public async Task Sync_RetiredAheadOrUnreadable_GetsNothing()
    {
        var tenant = await FleetTenant.CreateAsync(api);
        var bundle = await tenant.AddGateAsync();
        await using var retired = await GateSide.ConnectAsync(api, bundle);
        await tenant.RunAsync(session => Directories.RetireDeviceAsync(session, bundle.DeviceId, TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken));
        await using var gate = await GateSide.ConnectAsync(api, await tenant.AddGateAsync());
        await retired.AskAsync();
        await gate.AskAsync(roster: 1_000_000, policy: 1_000_000);
        foreach (var hostile in new[] { [], "{"u8.ToArray(), "null"u8.ToArray(), [0x1F, 0x8B, 1], new byte[70_000] }) await gate.SendAsync(hostile);
        // An answer that does come, after all of these.
        (await gate.SyncAsync()).Version.ShouldBeGreaterThan(0);
        gate.Manifests.Count.ShouldBe(1);
        retired.Manifests.ShouldBeEmpty();
        retired.Policies.ShouldBe(0);
    }

    [Fact]
    public async Task Sync_TwoApiProcesses_AnswerEachRequestOnce()
    {
        var tenant = await FleetTenant.CreateAsync(api);
        await using var second = await api.StartOnBrokerAsync();
        await Eventually.TrueAsync(() => second.Get<Broker.BrokerConnection>().IsConnected, "the second Api is connected");
        await using var gate = await GateSide.ConnectAsync(api, await tenant.AddGateAsync());
        for (var i = 0; i < 10; i++) await gate.SyncAsync();
        gate.Manifests.Count.ShouldBe(10);
    }

    [Fact]
    public async Task Sync_ManyGatesOfAHundredThousandMembers_AreCheapAndBounded()
    {
        const int Members = 100_000;
        var tenant = await FleetTenant.CreateAsync(api);
        await tenant.RunAsync(session => session.ExecuteAsync(
            """
            insert into member (tenant_id, member_id, member_number, name, status, valid_through, created_at, roster_version)
            select @tenant, gen_random_uuid(), n, 'Member ' || n, 'active', '2027-03-31', now(), 1 from generate_series(1, @members) n;
            insert into credential (tenant_id, credential_id, member_id, suite, public_key, document, not_before, not_after, roster_version)
            select @tenant, gen_random_uuid(), member_id, 1, sha256(member_id::text::bytea), '\x00', now(), now() + interval '90 days', 1 from member where tenant_id = @tenant;
            """, new { tenant = tenant.Id, members = Members }, TestContext.Current.CancellationToken));
        var gates = new List<GateSide>();
        for (var i = 0; i < 3; i++) gates.Add(await GateSide.ConnectAsync(api, await tenant.AddGateAsync()));
        await MeasureEncodingAsync(tenant);
        var made = api.Api.Get<RosterCache>().Made;
        var watch = Stopwatch.StartNew();
        foreach (var gate in gates)
        {
            (await gate.SyncAsync(TimeSpan.FromMinutes(2))).EntryCount.ShouldBe(Members);
            output.WriteLine($"{Members} entries in {gate.Chunks.Count} chunks, {gate.Chunks.Values.Sum(c => c.Length) / 1e6:0.0} MB, largest {gate.LargestMessage} bytes, after {watch.Elapsed.TotalSeconds:0.0} s");
            gate.LargestMessage.ShouldBeLessThanOrEqualTo(EncodedRoster.MaxChunkBytes);
        }
        (api.Api.Get<RosterCache>().Made - made).ShouldBe(1);
        foreach (var gate in gates) await gate.DisposeAsync();
    }

    /// <summary>What the Api holds in memory while it encodes, without the gates that this process plays too.</summary>
    private async Task MeasureEncodingAsync(FleetTenant tenant)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var peak = before;
        using var stop = new CancellationTokenSource();
        var watching = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                peak = Math.Max(peak, GC.GetTotalMemory(forceFullCollection: true));
                await Task.Delay(50);
            }
        });
        await tenant.RunAsync(async session =>
        {
            using var roster = await EncodedRoster.WriteAsync(1, 0, api.Api.Get<RosterSource>().ReadAsync(session, 0, TestContext.Current.CancellationToken), TestContext.Current.CancellationToken);
            roster.EntryCount.ShouldBe(100_000);
        });
        await stop.CancelAsync();
        await watching;
        output.WriteLine($"encoding: {(peak - before) / 1e6:0.0} MB of live memory above {before / 1e6:0.0} MB");
        // Streamed it is about 1 MB; all rows at once would be about 60 MB.
        (peak - before).ShouldBeLessThan(10_000_000);
    }

    private static string Text(GateSide gate) => JsonSerializer.Serialize(gate.Roster.Values.OrderBy(e => e.CredentialId).ToArray(), ContractsJson.Default.RosterEntryArray);
}

/// <summary>Not beside other tests: memory and counters of the one Api of this process are measured.</summary>
[CollectionDefinition(DisableParallelization = true)]
public sealed class AloneOnTheProcess;
