using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;
using StudySpot.Testing;

namespace StudySpot.EndToEnd.Tests;

/// <summary>
/// 20,000 events from four gates while the parts around them are killed at random moments; at the end the cloud holds
/// exactly what the gates recorded.
/// </summary>
public sealed class NothingLostTests(ITestOutputHelper output)
{
    private const int Gates = 4;
    private const int EventsPerGate = 5_000;

    [Fact]
    public async Task Events_WhileEverythingIsKilledAtRandom_ArriveOnceAndAll()
    {
        var seed = Environment.TickCount;
        output.WriteLine($"seed {seed.ToString(CultureInfo.InvariantCulture)}");
        var random = new Random(seed);
        await using var system = await RunningSystem.StartAsync(durable: true);
        await system.SignInAsOwnerAsync();
        var doors = new List<Door>();
        try
        {
            for (var i = 0; i < Gates; i++) doors.Add(await Door.OpenAsync(system, $"Door {i.ToString(CultureInfo.InvariantCulture)}"));
            foreach (var door in doors) await door.Gate.AwaitAsync(WalkThroughTests.HasRosterAndPolicy, "a gate has its roster", TimeSpan.FromSeconds(90));

            using var done = new CancellationTokenSource(TimeSpan.FromMinutes(8));
            var typists = doors.Select(door => door.TypeUntilAsync(EventsPerGate, done.Token)).ToArray();
            var trouble = MakeTroubleAsync(system, doors, random, Task.WhenAll(typists), done.Token);
            await Task.WhenAll(typists);
            await trouble;

            // Everything runs again; the outboxes drain.
            if (system.IngestEnded) system.StartIngestUnattended();
            await using var cloud = await system.OpenAsSuperuserAsync();
            foreach (var door in doors)
            {
                await Eventually.TrueAsync(() => door.OutboxRows() == 0, "a gate's outbox is empty", TimeSpan.FromMinutes(3));
                await door.Gate.StopAsync();
                var recorded = door.Recorded();
                recorded.Count.ShouldBeGreaterThanOrEqualTo(EventsPerGate);
                var held = (await cloud.QueryAsync<(long Sequence, Guid Id)>(
                    "select sequence, event_id from event where gate_id = @gate order by sequence", new { gate = door.GateId })).ToList();
                held.Select(e => e.Sequence).ShouldBe(Enumerable.Range(1, held.Count).Select(n => (long)n));
                // What a gate records while it stops may still wait in its outbox: everything acknowledged must be there, in order, once.
                held.Select(e => e.Id).ShouldBe(recorded.Take(held.Count));
                (recorded.Count - held.Count).ShouldBe((int)door.OutboxRows());
                output.WriteLine($"{door.GateId}: {held.Count.ToString(CultureInfo.InvariantCulture)} events, {door.Kills.ToString(CultureInfo.InvariantCulture)} kills");
            }
        }
        finally
        {
            foreach (var door in doors) await door.DisposeAsync();
        }
    }

    private async Task MakeTroubleAsync(RunningSystem system, List<Door> doors, Random random, Task until, CancellationToken ct)
    {
        // Every kind at least once, then at random while events flow.
        var plan = new Queue<int>([0, 1, 2, 3]);
        while (!until.IsCompleted || plan.Count > 0)
        {
            await Task.Delay(random.Next(500, 2500), ct);
            switch (plan.Count > 0 ? plan.Dequeue() : random.Next(4))
            {
                case 0:
                    var door = doors[random.Next(doors.Count)];
                    output.WriteLine($"kill gate {door.GateId}");
                    await door.PowerCutAsync();
                    break;
                case 1:
                    output.WriteLine("kill broker");
                    await system.Broker.KillAsync();
                    await Task.Delay(random.Next(100, 1500), ct);
                    await system.Broker.StartAsync();
                    break;
                case 2:
                    output.WriteLine("kill Ingest");
                    await system.KillIngestAsync();
                    await Task.Delay(random.Next(100, 1500), ct);
                    system.StartIngestUnattended();
                    break;
                default:
                    output.WriteLine("crash PostgreSQL");
                    await system.Postgres.CrashAsync();
                    await Task.Delay(random.Next(100, 1500), ct);
                    await system.Postgres.StartAsync();
                    break;
            }
            // systemd would start an Ingest that gave up.
            if (system.IngestEnded) system.StartIngestUnattended();
        }
    }

    /// <summary>A gate with its scanner and somebody who types codes into it.</summary>
    private sealed class Door : IAsyncDisposable
    {
        private readonly SemaphoreSlim _power = new(1, 1);
        private readonly string _data;
        private readonly SerialLine _line;

        private Door(Guid gateId, GateProcess gate, SerialLine line, string data) => (GateId, Gate, _line, _data) = (gateId, gate, line, data);

        public Guid GateId { get; }
        public GateProcess Gate { get; }
        public int Kills { get; private set; }

        public static async Task<Door> OpenAsync(RunningSystem system, string name)
        {
            var registered = await system.RegisterGateAsync(name);
            var line = await SerialLine.PlugInAsync();
            var data = system.Scratch($"data-{registered.GateId:N}");
            var gate = new GateProcess(registered.BundleFile, data, line.Device, camera: "");
            await gate.StartAsync();
            return new Door(registered.GateId, gate, line, data);
        }

        /// <summary>Types codes of unknown credentials, each one a refusal and so an event, until the gate has recorded enough.</summary>
        public async Task TypeUntilAsync(int events, CancellationToken ct)
        {
            var number = 0;
            while (Count("event") < events)
            {
                ct.ThrowIfCancellationRequested();
                // As fast as a row of impatient people; the line buffers and the gate reads at its own pace.
                for (var i = 0; i < 50; i++) await _line.TypeAsync($"SS1:{(++number).ToString("D8", CultureInfo.InvariantCulture)}");
                await Task.Delay(20, ct);
            }
        }

        public async Task PowerCutAsync()
        {
            await _power.WaitAsync();
            try
            {
                await Gate.KillAsync();
                Kills++;
                await Gate.StartAsync();
            }
            finally
            {
                _power.Release();
            }
        }

        public long OutboxRows() => Count("outbox");

        /// <summary>Ids in the gate's own log, in order.</summary>
        public List<Guid> Recorded()
        {
            using var store = Open();
            return [.. store.Query<byte[]>("select id from event order by position").Select(id => new Guid(id, bigEndian: true))];
        }

        public async ValueTask DisposeAsync()
        {
            await Gate.DisposeAsync();
            await _line.DisposeAsync();
            _power.Dispose();
        }

        private long Count(string table)
        {
            using var store = Open();
            return store.ExecuteScalar<long>($"select count(*) from {table}");
        }

        private SqliteConnection Open()
        {
            var store = new SqliteConnection($"Data Source={Gate.DatabaseFile};Mode=ReadOnly");
            store.Open();
            return store;
        }
    }
}
