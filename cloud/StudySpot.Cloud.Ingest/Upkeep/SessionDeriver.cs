using System.Threading.Channels;
using Npgsql;
using StudySpot.Access;
using StudySpot.Cloud.Data;

namespace StudySpot.Cloud.Ingest.Upkeep;

/// <summary>
/// Derives sessions of members with new passages, right after the commit that brought them, and ends forgotten ones by rule.
/// Marks left behind by a process that died are found by the sweep of any other.
/// </summary>
public sealed class SessionDeriver
{
    /// <summary>Also how late a forgotten exit may be closed.</summary>
    private static readonly TimeSpan Sweep = TimeSpan.FromMinutes(1);

    /// <summary>Lets a burst of commits become one derivation; the dashboard promises a second.</summary>
    private static readonly TimeSpan Gather = TimeSpan.FromMilliseconds(100);

    private readonly TenantDatabase _database;
    private readonly Directories _directories;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private HashSet<TenantId> _noted = [];
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    public SessionDeriver(TenantDatabase database, Directories directories, TimeProvider time, ILogger logger) =>
        (_database, _directories, _time, _logger) = (database, directories, time, logger);

    /// <summary>A commit marked members of this tenant. Never blocks.</summary>
    public void Note(TenantId tenant)
    {
        lock (_lock) _noted.Add(tenant);
        _wake.Writer.TryWrite(true);
    }

    public Task RunAsync(CancellationToken ct) => Task.WhenAll(FollowAsync(ct), SweepAsync(ct));

    private async Task FollowAsync(CancellationToken ct)
    {
        await foreach (var _ in _wake.Reader.ReadAllAsync(ct))
        {
            await Task.Delay(Gather, _time, ct);
            HashSet<TenantId> tenants;
            lock (_lock) (tenants, _noted) = (_noted, []);
            foreach (var tenant in tenants) await TryAsync(tenant, DrainAsync, ct);
        }
    }

    private async Task SweepAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(Sweep, _time);
        do
        {
            IReadOnlyList<TenantId> tenants = [];
            await TryAsync(default, async (_, _) => tenants = await _directories.ListTenantsAsync(ct), ct);
            foreach (var tenant in tenants)
            {
                await TryAsync(tenant, DrainAsync, ct);
                await TryAsync(tenant, CloseForgottenAsync, ct);
            }
        }
        while (await timer.WaitForNextTickAsync(ct));
    }

    private async Task DrainAsync(TenantId tenant, CancellationToken ct)
    {
        // Until no mark is left that nobody else works on.
        while (true)
        {
            var begun = _time.GetTimestamp();
            if (!await _database.InTenantAsync(tenant, session => new SessionTables(session).DeriveSomeAsync(_time.GetUtcNow(), ct), ct)) return;
            // Marks can wait, a gate that catches up should not: while there is a backlog, derivation takes a quarter of the time.
            await Task.Delay(_time.GetElapsedTime(begun) * 3, _time, ct);
        }
    }

    private async Task CloseForgottenAsync(TenantId tenant, CancellationToken ct)
    {
        var closed = await _database.InTenantAsync(tenant, session => new SessionTables(session).CloseForgottenAsync(_time.GetUtcNow(), ct), ct);
        if (closed > 0) _logger.LogInformation("{Count} forgotten sessions of {Tenant} closed by rule", closed, tenant);
    }

    /// <summary>What fails stays marked; the next sweep comes back to it.</summary>
    private async Task TryAsync(TenantId tenant, Func<TenantId, CancellationToken, Task> work, CancellationToken ct)
    {
        try
        {
            await work(tenant, ct);
        }
        catch (Exception e) when (e is NpgsqlException or IOException or TimeoutException && !ct.IsCancellationRequested)
        {
            _logger.LogWarning("Sessions of {Tenant} wait: {Kind} {SqlState}", tenant, e.GetType().Name, (e as NpgsqlException)?.SqlState);
        }
    }
}
