using StudySpot.Testing;

namespace StudySpot.Cloud.Ingest.Tests;

/// <summary>PostgreSQL and the broker go away and come back. On parts of its own: they disturb everybody.</summary>
public sealed class OutageTests
{
    [Fact]
    public async Task PostgresStopped_NothingIsAcknowledged_UntilItIsBackAndCommitted()
    {
        await using var cluster = await PostgresCluster.StartAsync();
        await using var broker = await MosquittoBroker.StartAsync();
        await using var database = await CloudDatabase.CreateAsync(cluster);
        var tenant = await database.AddTenantAsync();
        await using var ingest = await RunningIngest.StartAsync(database.SettingsFor(broker));
        await using var gate = await TestGate.ConnectAsync(broker, tenant.Gates[0].DeviceId);
        await gate.SendRangeAsync(1, 100);
        await gate.AcknowledgedAsync(100);

        await cluster.StopAsync();
        await gate.SendRangeAsync(101, 200);
        await Eventually.TrueAsync(() => ingest.Log.Contains("A flush failed", StringComparison.Ordinal), "a flush was tried and failed");
        await gate.SendRangeAsync(201, 300);
        gate.Through.ShouldBe(100);

        await cluster.StartAsync();
        database.ForgetConnections();
        await gate.AcknowledgedAsync(300);
        (await database.SequencesAsync(tenant.Gates[0], gate.Incarnation)).ShouldBe(Enumerable.Range(1, 300).Select(i => (long)i));
    }

    [Fact]
    public async Task PostgresCrashes_InTheMiddleOfAStream_LosesAndDoublesNothing()
    {
        await using var cluster = await PostgresCluster.StartAsync(durable: true);
        await using var broker = await MosquittoBroker.StartAsync();
        await using var database = await CloudDatabase.CreateAsync(cluster);
        var tenant = await database.AddTenantAsync(gates: 2);
        await using var ingest = await RunningIngest.StartAsync(database.SettingsFor(broker));
        var gates = await Task.WhenAll(tenant.Gates.Select(place => TestGate.ConnectAsync(broker, place.DeviceId)));
        const int Last = 20_000;

        var sending = Task.WhenAll(gates.Select(async gate =>
        {
            for (var from = 1; from <= Last; from += 100) await gate.SendRangeAsync(from, from + 99);
        }));
        for (var crash = 1; crash <= 3; crash++)
        {
            var reached = gates[0].Through + 500;
            await Eventually.TrueAsync(() => gates[0].Through >= Math.Min(reached, Last), "some more is committed");
            await cluster.CrashAsync();
            // What was acknowledged must be there after the recovery.
            var acknowledged = gates.Select(gate => gate.Through).ToArray();
            await cluster.StartAsync();
            database.ForgetConnections();
            for (var i = 0; i < gates.Length; i++)
                (await database.SequencesAsync(tenant.Gates[i], gates[i].Incarnation)).Count.ShouldBeGreaterThanOrEqualTo((int)acknowledged[i]);
        }
        await sending;
        foreach (var gate in gates) await gate.AcknowledgedAsync(Last);

        for (var i = 0; i < gates.Length; i++)
            (await database.SequencesAsync(tenant.Gates[i], gates[i].Incarnation)).ShouldBe(Enumerable.Range(1, Last).Select(n => (long)n));
        foreach (var gate in gates) await gate.DisposeAsync();
    }
}
