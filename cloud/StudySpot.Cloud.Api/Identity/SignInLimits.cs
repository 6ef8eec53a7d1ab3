using System.Security.Cryptography;
using System.Text;
using Dapper;
using Npgsql;

namespace StudySpot.Cloud.Api.Identity;

/// <summary>
/// Counts sign-in attempts per login and per address. Counted in PostgreSQL, not in the process: with several Api
/// processes a limit kept in each would be worth that many times more guesses, and a restart would forget it. Only
/// hashes of logins and addresses are stored.
/// </summary>
public sealed class SignInLimits(NpgsqlDataSource source, TimeProvider time)
{
    /// <summary>A person who forgot their password tries three or four; ten in five minutes is 2,880 guesses a day at most.</summary>
    public const int PerLogin = 10;

    /// <summary>A whole reading room signs in from behind one address in the morning.</summary>
    public const int PerAddress = 120;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(5);

    /// <summary>Counts this attempt. Null when it may go on, else how long to wait.</summary>
    public async Task<TimeSpan?> TryTakeAsync(string organisation, string login, string address, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var byLogin = LoginKey(organisation, login);
        var byAddress = Key("address", address);
        // Sorted, so that two attempts that share both counters take their row locks in the same order.
        byte[][] keys = [.. new[] { byLogin, byAddress }.OrderBy(Convert.ToHexString, StringComparer.Ordinal)];
        await using var connection = await source.OpenConnectionAsync(ct);
        var counters = await connection.QueryAsync<(byte[] Key, int Attempts, DateTimeOffset Ends)>(new CommandDefinition(
            """
            with swept as (delete from sign_in_attempt where window_ends < @now - interval '1 hour')
            insert into sign_in_attempt as a (counter_key, attempts, window_ends)
            select k, 1, @ends from unnest(@keys) with ordinality as u(k, n) order by n
            on conflict (counter_key) do update set
                attempts = case when a.window_ends <= @now then 1 else a.attempts + 1 end,
                window_ends = case when a.window_ends <= @now then excluded.window_ends else a.window_ends end
            returning counter_key, attempts, window_ends
            """, new { now, ends = now + Window, keys }, cancellationToken: ct));
        var over = counters
            .Where(c => c.Attempts > (c.Key.AsSpan().SequenceEqual(byLogin) ? PerLogin : PerAddress))
            .Select(c => c.Ends - now)
            .ToList();
        return over.Count == 0 ? null : over.Max();
    }

    /// <summary>The right password was given: earlier slips of that login no longer count.</summary>
    public async Task ForgetLoginAsync(string organisation, string login, CancellationToken ct)
    {
        await using var connection = await source.OpenConnectionAsync(ct);
        await connection.ExecuteAsync(new CommandDefinition(
            "delete from sign_in_attempt where counter_key = @key", new { key = LoginKey(organisation, login) }, cancellationToken: ct));
    }

    private static byte[] LoginKey(string organisation, string login) => Key("login", $"{organisation}\n{login}");

    private static byte[] Key(string kind, string value) => SHA256.HashData(Encoding.UTF8.GetBytes($"{kind}\n{value}"));
}
