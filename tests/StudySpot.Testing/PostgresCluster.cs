using System.Globalization;
using Npgsql;

namespace StudySpot.Testing;

/// <summary>
/// A private PostgreSQL cluster on a free loopback port, run as the user postgres when we are root (the server refuses to
/// run as root). The superuser is <c>postgres</c> with trust on loopback. Can be stopped, killed and started again.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    private readonly string _folder;
    private readonly bool _durable;
    private readonly int _sharedBuffersMb;
    private readonly string _binaries = FindBinaries();

    private PostgresCluster(bool durable, int sharedBuffersMb)
    {
        _durable = durable;
        _sharedBuffersMb = sharedBuffersMb;
        _folder = Directory.CreateTempSubdirectory("studyspot-pg-").FullName;
    }

    public int Port { get; private set; }

    public string Host => "127.0.0.1";

    /// <summary>Connection string of the superuser.</summary>
    public string Superuser(string database = "postgres") =>
        $"Host={Host};Port={Port.ToString(CultureInfo.InvariantCulture)};Username=postgres;Database={database};Include Error Detail=true";

    /// <summary>Connection string of a role; loopback is trusted, so no password is needed.</summary>
    public string As(string role, string database) =>
        $"Host={Host};Port={Port.ToString(CultureInfo.InvariantCulture)};Username={role};Database={database};Include Error Detail=true";

    /// <param name="durable">False turns fsync off: right for tests that never pull the plug, and much quicker.</param>
    /// <param name="sharedBuffersMb">PostgreSQL's own cache; a benchmark whose indexes outgrow it measures eviction.</param>
    public static async Task<PostgresCluster> StartAsync(bool durable = false, int sharedBuffersMb = 256)
    {
        var cluster = new PostgresCluster(durable, sharedBuffersMb);
        if (Environment.IsPrivilegedProcess) await RunningProcess.RunAsync("chown", ["postgres", cluster._folder]);
        await cluster.AsServerUser("initdb", "-D", cluster.Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync");
        cluster.Port = FreePort.Next();
        await cluster.StartAsync();
        return cluster;
    }

    /// <summary>A new, empty database, named so that tests do not share data.</summary>
    public async Task<string> CreateDatabaseAsync(string prefix = "test")
    {
        var name = $"{prefix}_{Guid.CreateVersion7(TimeProvider.System.GetUtcNow()):N}";
        await using var connection = new NpgsqlConnection(Superuser());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = $"create database \"{name}\"";
        await command.ExecuteNonQueryAsync();
        return name;
    }

    public Task StartAsync()
    {
        var options = $"-p {Port.ToString(CultureInfo.InvariantCulture)} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_folder} "
            + $"-c max_connections=200 -c shared_buffers={_sharedBuffersMb.ToString(CultureInfo.InvariantCulture)}MB -c fsync={(_durable ? "on" : "off")}";
        return AsServerUser("pg_ctl", "-D", Data, "-w", "-t", "60", "-l", Path.Combine(_folder, "log"), "-o", options, "start");
    }

    /// <summary>Clean and fast: open connections are ended.</summary>
    public Task StopAsync() => AsServerUser("pg_ctl", "-D", Data, "-w", "-t", "60", "-m", "fast", "stop");

    /// <summary>As a crash does it: no clean shutdown, recovery at the next start.</summary>
    public Task CrashAsync() => AsServerUser("pg_ctl", "-D", Data, "-w", "-t", "60", "-m", "immediate", "stop");

    public async ValueTask DisposeAsync()
    {
        if (File.Exists(Path.Combine(Data, "postmaster.pid"))) await CrashAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private string Data => Path.Combine(_folder, "data");

    private async Task AsServerUser(string program, params string[] arguments)
    {
        var file = Path.Combine(_binaries, program);
        // pg_ctl leaves the server behind with our pipes: its output goes to the log file instead.
        if (Environment.IsPrivilegedProcess)
            await RunningProcess.RunAsync("setpriv", ["--reuid=postgres", "--regid=postgres", "--init-groups", "sh", "-c", "exec \"$0\" \"$@\" >>" + _folder + "/setup.log 2>&1", file, .. arguments]);
        else
            await RunningProcess.RunAsync("sh", ["-c", "exec \"$0\" \"$@\" >>" + _folder + "/setup.log 2>&1", file, .. arguments]);
    }

    private static string FindBinaries()
    {
        var installed = Directory.Exists("/usr/lib/postgresql") ? Directory.GetDirectories("/usr/lib/postgresql") : [];
        return installed.Select(folder => Path.Combine(folder, "bin")).Where(bin => File.Exists(Path.Combine(bin, "initdb"))).Max()
            ?? throw new InvalidOperationException("PostgreSQL's server is not installed: run ./studyspot test, or apt-get install postgresql-15.");
    }
}
