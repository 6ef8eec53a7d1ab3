using System.Security.Cryptography;
using System.Text;
using Dapper;
using Npgsql;

namespace StudySpot.Cloud.Api.Identity;

/// <summary>What attempts are counted by.</summary>
/// <param name="Kind">Keeps counters of different purposes apart.</param>
/// <param name="Most">Attempts in one window.</param>
public sealed record AttemptCounter(string Kind, string Value, int Most)
{
    internal byte[] Key { get; } = SHA256.HashData(Encoding.UTF8.GetBytes($"{Kind}\n{Value}"));
}

/// <summary>
/// Counts attempts to guess a secret. Counted in PostgreSQL, not in the process: with several Api processes a limit kept in
/// each would be worth that many times more guesses, and a restart would forget it. Only hashes of what is counted by are stored.
/// </summary>
public sealed class AttemptLimits(NpgsqlDataSource source, TimeProvider time)
{
    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>Counts this attempt. Null when it may go on, else how long to wait.</summary>
    public async Task<TimeSpan?> TryTakeAsync(IReadOnlyList<AttemptCounter> counters, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        // Sorted, so that two attempts that share counters take their row locks in the same order.
        byte[][] keys = [.. counters.Select(c => c.Key).OrderBy(Convert.ToHexString, StringComparer.Ordinal)];
        await using var connection = await source.OpenConnectionAsync(ct);
        var counted = await connection.QueryAsync<(byte[] Key, int Attempts, DateTimeOffset Ends)>(new CommandDefinition(
            """
            with swept as (delete from sign_in_attempt where window_ends < @now - interval '1 hour')
            insert into sign_in_attempt as a (counter_key, attempts, window_ends)
            select k, 1, @ends from unnest(@keys) with ordinality as u(k, n) order by n
            on conflict (counter_key) do update set
                attempts = case when a.window_ends <= @now then 1 else a.attempts + 1 end,
                window_ends = case when a.window_ends <= @now then excluded.window_ends else a.window_ends end
            returning counter_key, attempts, window_ends
            """, new { now, ends = now + Window, keys }, cancellationToken: ct));
        var over = counted
            .Where(c => c.Attempts > counters.Single(counter => c.Key.AsSpan().SequenceEqual(counter.Key)).Most)
            .Select(c => c.Ends - now)
            .ToList();
        return over.Count == 0 ? null : over.Max();
    }

    /// <summary>Earlier attempts of that counter no longer count.</summary>
    public async Task ForgetAsync(AttemptCounter counter, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "delete from sign_in_attempt where counter_key = @key", new { key = counter.Key }, cancellationToken: ct));
    }
}
