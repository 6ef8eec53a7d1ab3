using Npgsql;
using StudySpot.Cloud.Ingest.Intake;

namespace StudySpot.Cloud.Ingest.Writing;

/// <summary>
/// One connection that writes flushes, again and again until PostgreSQL took them. Not safe for concurrent use: two lanes
/// take turns, so that one copies rows while the other inserts and commits.
/// </summary>
internal sealed class FlushLane(NpgsqlDataSource source, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestDelay = TimeSpan.FromSeconds(5);

    private NpgsqlConnection? _connection;

    /// <summary>Returns what was committed. Data that PostgreSQL refuses is cut down to the bad event, which is set aside.</summary>
    /// <param name="turn">Completes when the flush before this one is committed.</param>
    public async Task<IReadOnlyList<Committed>> WriteAsync(IReadOnlyList<Arrival> arrivals, Task turn, CancellationToken ct)
    {
        var delay = FirstDelay;
        while (true)
        {
            try
            {
                return [await TryWriteAsync(arrivals, turn, ct)];
            }
            catch (PostgresException e) when (IsRefusal(e))
            {
                logger.LogWarning("PostgreSQL refused a flush of {Messages} messages: {SqlState}", arrivals.Count, e.SqlState);
                await turn;
                return await WriteHalvesAsync(arrivals, e.SqlState, ct);
            }
            catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException or ObjectDisposedException && !ct.IsCancellationRequested)
            {
                logger.LogWarning("A flush failed and is tried again in {Delay}: {Kind} {SqlState}", delay, e.GetType().Name, (e as NpgsqlException)?.SqlState);
                await CloseAsync();
                await Task.Delay(delay, time, ct);
                delay = delay * 2 < LongestDelay ? delay * 2 : LongestDelay;
            }
        }
    }

    public async ValueTask DisposeAsync() => await CloseAsync();

    private async Task<Committed> TryWriteAsync(IReadOnlyList<Arrival> arrivals, Task turn, CancellationToken ct)
    {
        var connection = await OpenAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var flush = new FlushTransaction(connection, time);
        await flush.StageAsync(arrivals, ct);
        await turn.WaitAsync(ct);
        var committed = await flush.ApplyAsync(transaction, arrivals, ct);
        await transaction.CommitAsync(ct);
        return committed;
    }

    /// <summary>Halves until one event is left, which then is what PostgreSQL does not take.</summary>
    private async Task<IReadOnlyList<Committed>> WriteHalvesAsync(IReadOnlyList<Arrival> arrivals, string sqlState, CancellationToken ct)
    {
        var parts = arrivals.Count > 1
            ? [[.. arrivals.Take(arrivals.Count / 2)], [.. arrivals.Skip(arrivals.Count / 2)]]
            : arrivals[0].Halves(sqlState).Select(half => (Arrival[])[half]).ToList();
        var committed = new List<Committed>();
        foreach (var part in parts) committed.AddRange(await WriteAsync(part, Task.CompletedTask, ct));
        return committed;
    }

    /// <summary>Class 22 is bad data, 23 a broken constraint: the same bytes will be refused again.</summary>
    private static bool IsRefusal(PostgresException e) =>
        e.SqlState.StartsWith("22", StringComparison.Ordinal) || e.SqlState.StartsWith("23", StringComparison.Ordinal);

    private async Task<NpgsqlConnection> OpenAsync(CancellationToken ct)
    {
        if (_connection is { State: System.Data.ConnectionState.Open }) return _connection;
        await CloseAsync();
        var connection = await source.OpenConnectionAsync(ct);
        try
        {
            await FlushTransaction.PrepareConnectionAsync(connection, ct);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
        return _connection = connection;
    }

    private async Task CloseAsync()
    {
        if (_connection is not { } connection) return;
        _connection = null;
        await connection.DisposeAsync();
    }
}
