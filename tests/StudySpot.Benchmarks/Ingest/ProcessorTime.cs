using System.Diagnostics;
using Dapper;
using Npgsql;

namespace StudySpot.Benchmarks.Ingest;

/// <summary>Processor time that other processes used; unlike a rate it says something on a busy machine too.</summary>
internal static class ProcessorTime
{
    public static TimeSpan Of(IEnumerable<int> processes)
    {
        var total = TimeSpan.Zero;
        foreach (var id in processes)
        {
            using var process = Process.GetProcessById(id);
            total += process.TotalProcessorTime;
        }
        return total;
    }

    /// <summary>The server processes that work for a role.</summary>
    public static async Task<int[]> BackendsOfAsync(NpgsqlDataSource superuser, string role, CancellationToken ct)
    {
        await using var connection = await superuser.OpenConnectionAsync(ct);
        return [.. await connection.QueryAsync<int>("select pid from pg_stat_activity where usename = @role", new { role })];
    }
}
