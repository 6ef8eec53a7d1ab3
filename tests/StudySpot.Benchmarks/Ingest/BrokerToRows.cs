using System.Diagnostics;
using Dapper;
using Npgsql;
using StudySpot.Access;
using StudySpot.Benchmarks.Harness;
using StudySpot.Cloud.Data;
using StudySpot.Mqtt;
using StudySpot.Testing;

namespace StudySpot.Benchmarks.Ingest;

/// <summary>
/// Four gates send full batches through a real broker with TLS to one Ingest process, built in Release; what counts is what
/// is committed. Then the same rows go through a bare binary COPY into a table of the same shape on the same server.
/// </summary>
internal sealed class BrokerToRows : IBenchmark
{
    private const int Gates = 4;
    private const int Members = 10_000;

    /// <summary>Events prepared for each second; a faster run ends early and says its rate.</summary>
    private const int PreparedPerSecond = 70_000;

    /// <summary>Rows of the bare COPY: some ten seconds of Ingest.</summary>
    private const int BareRows = 500_000;

    public string Name => "ingest";

    public string Measures => "gates' batches from the broker to committed rows, one Ingest process";

    public async Task RunAsync(BenchmarkRun run, CancellationToken ct)
    {
        run.Progress("prepares");
        // As docs/operating.md sets a server for such a load: the indexes of a minute's events do not fit 256 MB.
        await using var cluster = await PostgresCluster.StartAsync(durable: true, sharedBuffersMb: 2048);
        await using var broker = await MosquittoBroker.StartAsync();
        var name = await cluster.CreateDatabaseAsync("bench");
        await using var superuser = NpgsqlDataSource.Create(cluster.Superuser(name));
        await PrepareServerAsync(superuser, cluster, name, ct);
        var devices = await AddGatesAsync(cluster, name, ct);
        using var folder = new ScratchFolder();
        await using var ingest = StartIngest(cluster, name, broker, folder);

        var random = new Random(5);
        var members = Enumerable.Range(0, Members).Select(_ => new Guid(random.GetItems<byte>([.. Enumerable.Range(0, 256).Select(b => (byte)b)], 16))).ToArray();
        var perGate = (int)(run.Budget.TotalSeconds * PreparedPerSecond / Gates / GateTraffic.BatchSize) * GateTraffic.BatchSize;
        var traffic = Enumerable.Range(0, Gates).Select(gate => GateTraffic.Encode(gate, perGate, members)).ToArray();
        run.Progress($"{perGate * Gates:#,0} events prepared, {traffic.Sum(t => t.Batches.Sum(b => (long)b.Length)) / (1L << 20)} MiB on the wire");

        await using var health = new HttpReady(ingest, folder);
        await health.WaitAsync(ct);
        var gates = devices.Zip(traffic).Select(pair => new SendingGate(ClientOf(broker, pair.First), pair.First, pair.Second)).ToArray();
        foreach (var gate in gates) await gate.OpenAsync(ct);

        var ingested = await MeasureAsync(run, gates, perGate, ingest.Id, superuser, ct);
        foreach (var gate in gates) await gate.DisposeAsync();
        await ingest.StopAsync();
        var stored = await CountAsync(superuser, ct);
        var acknowledged = gates.Sum(gate => gate.Through);
        if (stored < acknowledged) throw new InvalidOperationException($"{acknowledged} events were acknowledged, {stored} are stored.");

        run.Report("bare binary COPY of the same rows", await BareCopyAsync(run, superuser, ct), "rows/s");
        run.ReportRatio("events committed", ingested, "events/s", "bare binary COPY of the same rows", Bar.AtLeast(40_000));
    }

    private static async Task<double> MeasureAsync(BenchmarkRun run, SendingGate[] gates, int perGate, int ingest, NpgsqlDataSource superuser, CancellationToken ct)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var sending = gates.Select(gate => gate.RunAsync(over.Token)).ToArray();
        // The first flushes compile code and open connections.
        while (gates.Sum(gate => gate.Through) < 20_000 && !sending.Any(t => t.IsFaulted)) await Task.Delay(10, ct);
        var backends = await ProcessorTime.BackendsOfAsync(superuser, "studyspot_ingest", ct);
        var (ingestBefore, serverBefore, ownBefore) = (ProcessorTime.Of([ingest]), ProcessorTime.Of(backends), ProcessorTime.Of([Environment.ProcessId]));
        var (watch, before) = (Stopwatch.StartNew(), gates.Sum(gate => gate.Through));
        var (slowest, last, lastAt) = (double.MaxValue, before, TimeSpan.Zero);
        while (watch.Elapsed < run.Budget && gates.Any(gate => gate.Through < perGate) && !sending.Any(t => t.IsFaulted))
        {
            await Task.Delay(50, ct);
            if (watch.Elapsed - lastAt < TimeSpan.FromSeconds(5)) continue;
            var now = gates.Sum(gate => gate.Through);
            slowest = Math.Min(slowest, (now - last) / (watch.Elapsed - lastAt).TotalSeconds);
            (last, lastAt) = (now, watch.Elapsed);
        }
        var events = gates.Sum(gate => gate.Through) - before;
        var rate = events / watch.Elapsed.TotalSeconds;
        run.Report("Ingest's processor time", (ProcessorTime.Of([ingest]) - ingestBefore).TotalMicroseconds / events, "µs/event");
        run.Report("PostgreSQL's processor time", (ProcessorTime.Of(backends) - serverBefore).TotalMicroseconds / events, "µs/event");
        run.Report("the gates' processor time", (ProcessorTime.Of([Environment.ProcessId]) - ownBefore).TotalMicroseconds / events, "µs/event");
        await over.CancelAsync();
        try
        {
            await Task.WhenAll(sending);
        }
        catch (OperationCanceledException)
        {
            // The measured time is over.
        }
        if (slowest < double.MaxValue) run.Report("slowest 5 s", slowest, "events/s");
        return rate;
    }

    private static async Task PrepareServerAsync(NpgsqlDataSource superuser, PostgresCluster cluster, string name, CancellationToken ct)
    {
        await using (var connection = await superuser.OpenConnectionAsync(ct))
        {
            // What a server for such a load is set to: otherwise a checkpoint comes every few seconds of such a load.
            foreach (var setting in new[] { "max_wal_size = '8GB'", "checkpoint_timeout = '15min'", "wal_compression = 'lz4'" })
                await connection.ExecuteAsync($"alter system set {setting}");
            await connection.ExecuteAsync("select pg_reload_conf()");
        }
        await Migrator.EnsureRolesAsync(superuser, new RolePasswords("o", "a", "i"), ct);
        await using var owner = NpgsqlDataSource.Create(cluster.As("studyspot_owner", name));
        await new Migrator(owner, TimeProvider.System).MigrateAsync(ct);
    }

    private static async Task<string[]> AddGatesAsync(PostgresCluster cluster, string name, CancellationToken ct)
    {
        await using var app = NpgsqlDataSource.Create(cluster.As("studyspot_app", name));
        var (tenant, hall) = (new TenantId(NewId()), new HallId(NewId()));
        var ids = Enumerable.Range(0, Gates).Select(_ => new GateId(NewId())).ToArray();
        await new TenantDatabase(app).InTenantAsync(tenant, async s =>
        {
            await s.Connection.ExecuteAsync("insert into tenant (tenant_id, name, created_at) values (@tenant, 'T', now())", new { tenant }, s.Transaction);
            await s.Connection.ExecuteAsync("insert into hall (tenant_id, hall_id, name, created_at) values (@tenant, @hall, 'H', now())", new { tenant, hall }, s.Transaction);
            await Directories.AddTenantAsync(s, "bench", ct);
            foreach (var gate in ids)
            {
                await s.Connection.ExecuteAsync("insert into gate (tenant_id, gate_id, hall_id, device_id, name, created_at) values (@tenant, @gate, @hall, @device, 'G', now())",
                    new { tenant, gate, hall, device = $"gate-{gate}" }, s.Transaction);
                await Directories.AddDeviceAsync(s, $"gate-{gate}", gate, hall, ct);
            }
        }, ct);
        return [.. ids.Select(id => $"gate-{id}")];
    }

    private static RunningProcess StartIngest(PostgresCluster cluster, string name, MosquittoBroker broker, ScratchFolder folder)
    {
        var program = RepositoryRoot.File("cloud/StudySpot.Cloud.Ingest/bin/Release/net10.0/StudySpot.Cloud.Ingest");
        if (!File.Exists(program)) throw new InvalidOperationException("Build first: dotnet build -c Release cloud/StudySpot.Cloud.Ingest");
        var (certificate, key) = broker.Certificates.Client("studyspot-ingest");
        File.WriteAllText(folder.File("password"), "i");
        return RunningProcess.Start(program, [], new Dictionary<string, string?>
        {
            ["STUDYSPOT_DATABASE"] = cluster.As("studyspot_ingest", name),
            ["STUDYSPOT_DATABASE_PASSWORD_FILE"] = folder.File("password"),
            ["STUDYSPOT_MQTT_HOST"] = broker.Host,
            ["STUDYSPOT_MQTT_PORT"] = broker.Port.ToString(System.Globalization.CultureInfo.InvariantCulture),
            ["STUDYSPOT_MQTT_CA"] = broker.Certificates.CaFile,
            ["STUDYSPOT_MQTT_CERTIFICATE"] = certificate,
            ["STUDYSPOT_MQTT_KEY"] = key,
            ["STUDYSPOT_URLS"] = HttpReady.Choose(folder),
        });
    }

    private static MqttClient ClientOf(MosquittoBroker broker, string device)
    {
        var (certificate, key) = broker.Certificates.Client(device);
        return new MqttClient(new MqttOptions
        {
            Host = broker.Host, Port = broker.Port, ClientId = device, CaFile = broker.Certificates.CaFile, CertificateFile = certificate, KeyFile = key,
        }, TimeProvider.System);
    }

    private static async Task<long> CountAsync(NpgsqlDataSource superuser, CancellationToken ct)
    {
        await using var connection = await superuser.OpenConnectionAsync(ct);
        return await connection.QuerySingleAsync<long>(new CommandDefinition("select count(*) from event", commandTimeout: 0, cancellationToken: ct));
    }

    /// <summary>Rows in the server's own binary form, sent back into a table with the same columns and indexes and no policy.</summary>
    private static async Task<double> BareCopyAsync(BenchmarkRun run, NpgsqlDataSource superuser, CancellationToken ct)
    {
        await using var connection = await superuser.OpenConnectionAsync(ct);
        await connection.ExecuteAsync("checkpoint;");
        await connection.ExecuteAsync("create table bare (like event including all)");
        var rows = new List<byte[]>();
        await using (var source = await connection.BeginRawBinaryCopyAsync($"copy (select * from event order by received_at limit {BareRows}) to stdout (format binary)", ct))
        {
            var buffer = new byte[1 << 20];
            int read;
            while ((read = await source.ReadAsync(buffer, ct)) > 0) rows.Add(buffer[..read]);
        }
        int[] backend = [await connection.QuerySingleAsync<int>("select pg_backend_pid()")];
        var (watch, before) = (Stopwatch.StartNew(), ProcessorTime.Of(backend));
        await using (var target = await connection.BeginRawBinaryCopyAsync("copy bare from stdin (format binary)", ct))
        {
            foreach (var part in rows) await target.WriteAsync(part, ct);
        }
        watch.Stop();
        var used = ProcessorTime.Of(backend) - before;
        var count = await connection.QuerySingleAsync<long>("select count(*) from bare");
        run.Report("its processor time", used.TotalMicroseconds / count, "µs/row");
        return count / watch.Elapsed.TotalSeconds;
    }

    private static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());
}
