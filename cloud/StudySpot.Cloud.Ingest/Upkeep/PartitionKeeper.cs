using Npgsql;

namespace StudySpot.Cloud.Ingest.Upkeep;

/// <summary>Makes sure that the months around now have their partitions of event. Once at start and then daily.</summary>
public sealed class PartitionKeeper(NpgsqlDataSource source, TimeProvider time, ILogger<PartitionKeeper> logger)
{
    /// <summary>Gates may come back after two months without network; further back is the default partition's.</summary>
    private const int MonthsBack = 2;

    private const int Months = 6;
    private static readonly TimeSpan Daily = TimeSpan.FromDays(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    public async Task RunAsync(CancellationToken ct)
    {
        while (true)
        {
            var pause = Daily;
            try
            {
                await EnsureAsync(ct);
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException && !ct.IsCancellationRequested)
            {
                logger.LogWarning("Partitions could not be ensured and are tried again: {Kind} {SqlState}", e.GetType().Name, (e as NpgsqlException)?.SqlState);
                pause = RetryAfter;
            }
            await Task.Delay(pause, time, ct);
        }
    }

    private async Task EnsureAsync(CancellationToken ct)
    {
        await using var command = source.CreateCommand("select ensure_event_partitions($1, $2)");
        command.Parameters.Add(new NpgsqlParameter<DateOnly> { TypedValue = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime).AddMonths(-MonthsBack) });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = Months });
        if (await command.ExecuteScalarAsync(ct) is int and > 0 and var created) logger.LogInformation("{Count} partitions of event created", created);
    }
}
