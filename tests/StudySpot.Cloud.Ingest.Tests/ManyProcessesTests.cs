using Dapper;
using StudySpot.Contracts;
using StudySpot.Testing;

namespace StudySpot.Cloud.Ingest.Tests;

[Collection(nameof(Cloud))]
public sealed class ManyProcessesTests(Cloud cloud)
{
    /// <summary>Batches of one gate reach two processes out of order and at once, some of them twice, with the same members in all of them.</summary>
    [Fact]
    public async Task TwoProcesses_ShareGatesOfTwoTenants_HoldEveryEventOnceWithoutDeadlock()
    {
        var tenants = new[] { await cloud.Database.AddTenantAsync(gates: 3), await cloud.Database.AddTenantAsync(gates: 3) };
        await using var first = await RunningIngest.StartAsync(cloud.Database.SettingsFor(cloud.Broker));
        await using var second = await RunningIngest.StartAsync(cloud.Database.SettingsFor(cloud.Broker));
        var members = Enumerable.Range(0, 20).Select(_ => CloudDatabase.NewId()).ToArray();
        var gates = new List<TestGate>();
        foreach (var place in tenants.SelectMany(t => t.Gates)) gates.Add(await TestGate.ConnectAsync(cloud.Broker, place.DeviceId));
        const int Batches = 60;
        const int Size = 25;

        await Task.WhenAll(gates.Select(async (gate, index) =>
        {
            var random = new Random(index);
            var order = Enumerable.Range(0, Batches).Concat(Enumerable.Range(0, Batches).Where(_ => random.Next(4) == 0)).ToArray();
            random.Shuffle(order);
            foreach (var batch in order)
            {
                await gate.SendAsync([.. Enumerable.Range(1, Size).Select(i => gate.Event(batch * Size + i, EventKinds.Passage) with
                {
                    MemberId = members[(batch + i) % members.Length],
                })]);
            }
        }));
        foreach (var gate in gates) await gate.AcknowledgedAsync(Batches * Size);

        foreach (var (gate, place) in gates.Zip(tenants.SelectMany(t => t.Gates)))
            (await cloud.Database.SequencesAsync(place, gate.Incarnation)).ShouldBe(Enumerable.Range(1, Batches * Size).Select(i => (long)i));
        first.Counters.Fresh.ShouldBeGreaterThan(0);
        second.Counters.Fresh.ShouldBeGreaterThan(0);
        (first.Counters.Fresh + second.Counters.Fresh).ShouldBe(gates.Count * Batches * Size);
        (first.Log + second.Log).ShouldNotContain("40P01");
        foreach (var gate in gates) await gate.DisposeAsync();
    }

    [Fact]
    public async Task Gate_AnswersResendRequests_WhateverWasLostOnTheWay_EndsComplete()
    {
        var tenant = await cloud.Database.AddTenantAsync();
        await using var first = await RunningIngest.StartAsync(cloud.Database.SettingsFor(cloud.Broker));
        await using var second = await RunningIngest.StartAsync(cloud.Database.SettingsFor(cloud.Broker));
        await using var gate = await TestGate.ConnectAsync(cloud.Broker, tenant.Gates[0].DeviceId);
        var random = new Random(1);

        for (var from = 1; from <= 2_000; from += 50)
        {
            if (from > 1 && from < 1_951 && random.Next(4) == 0) continue;
            await gate.SendRangeAsync(from, from + 49);
        }
        var answered = 0;
        await Eventually.TrueAsync(async () =>
        {
            var requests = gate.Resends;
            for (; answered < requests.Count; answered++) await gate.SendRangeAsync(requests[answered].From, requests[answered].To);
            return gate.Through == 2_000;
        }, "every gap is asked for and filled");

        (await cloud.Database.SequencesAsync(tenant.Gates[0], gate.Incarnation)).ShouldBe(Enumerable.Range(1, 2_000).Select(i => (long)i));
    }

    [Fact]
    public async Task Sessions_DerivedByTwoProcessesWhilePassagesArrive_AreThoseOfTheWholeSet()
    {
        var tenant = await cloud.Database.AddTenantAsync(gates: 2);
        await using var first = await RunningIngest.StartAsync(cloud.Database.SettingsFor(cloud.Broker));
        await using var second = await RunningIngest.StartAsync(cloud.Database.SettingsFor(cloud.Broker));
        await using var gate = await TestGate.ConnectAsync(cloud.Broker, tenant.Gates[0].DeviceId);
        var members = Enumerable.Range(0, 10).Select(_ => CloudDatabase.NewId()).ToArray();
        var events = Enumerable.Range(1, 600).Select(i => gate.Event(i, EventKinds.Passage) with
        {
            MemberId = members[i % members.Length],
            Direction = i / members.Length % 2 == 0 ? "entry" : "exit",
            At = new DateTimeOffset(2026, 11, 20, 0, 0, 0, TimeSpan.Zero).AddMinutes(i),
        }).ToArray();
        new Random(2).Shuffle(events);

        foreach (var some in events.Chunk(20)) await gate.SendAsync(some);
        await gate.AcknowledgedAsync(600);
        await Eventually.TrueAsync(async () => await CountAsync(tenant, "select count(*) from session_stale where tenant_id = @tenant") == 0, "no member is marked");

        // Each member: every 10 minutes a passage, exit first (ignored), then entry and exit in turn, entry last.
        (await CountAsync(tenant, "select count(*) from session where tenant_id = @tenant")).ShouldBe(300);
        (await CountAsync(tenant, "select count(*) from session where tenant_id = @tenant and closed_by = 'exit' and left_at = entered_at + interval '10 minutes'")).ShouldBeGreaterThanOrEqualTo(290);
        (await CountAsync(tenant, "select count(*) from session where tenant_id = @tenant and closed_by = 'rule' and left_at = entered_at + interval '14 hours'"))
            .ShouldBe(300 - await CountAsync(tenant, "select count(*) from session where tenant_id = @tenant and closed_by = 'exit'"));
    }

    // The superuser: the app role has no business with marks.
    private async Task<long> CountAsync(TestTenant tenant, string sql)
    {
        await using var connection = await cloud.Database.Superuser.OpenConnectionAsync();
        return await connection.QuerySingleAsync<long>(sql, new { tenant = tenant.Id });
    }
}
