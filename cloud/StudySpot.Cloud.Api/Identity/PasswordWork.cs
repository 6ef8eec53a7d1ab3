using System.Threading.RateLimiting;
using StudySpot.Crypto;

namespace StudySpot.Cloud.Api.Identity;

/// <summary>
/// Hashes and checks passwords without letting sign-ins take the machine: each takes 64 MiB and a core for a while, so
/// only as many run at once as there are cores, and a short queue waits. Bounds this process only, as it should: the
/// memory and cores are this process's.
/// </summary>
public sealed class PasswordWork : IDisposable
{
    /// <summary>About 5 s of waiting on two cores at 80 ms a hash; more could not be served before a browser gives up.</summary>
    private const int QueueLimit = 128;

    private readonly ConcurrencyLimiter _limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = Environment.ProcessorCount,
        QueueLimit = QueueLimit,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>Compared against when there is no such login, so that the answer takes as long as for one that exists.</summary>
    private readonly Lazy<string> _nobody = new(() => PasswordHash.Hash(Convert.ToHexString(RandomBytes.Get(16))));

    /// <summary>False also when <paramref name="hash"/> is null, after the same work. Null when the queue is full.</summary>
    public async Task<bool?> VerifyAsync(string? hash, string password, CancellationToken ct)
    {
        using var permit = await _limiter.AcquireAsync(1, ct);
        if (!permit.IsAcquired) return null;
        var matches = await Task.Run(() => PasswordHash.Verify(hash ?? _nobody.Value, password), ct);
        return matches && hash is not null;
    }

    /// <summary>Null when the queue is full.</summary>
    public async Task<string?> HashAsync(string password, CancellationToken ct)
    {
        using var permit = await _limiter.AcquireAsync(1, ct);
        return permit.IsAcquired ? await Task.Run(() => PasswordHash.Hash(password), ct) : null;
    }

    public void Dispose() => _limiter.Dispose();
}
