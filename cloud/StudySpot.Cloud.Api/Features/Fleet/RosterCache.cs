using StudySpot.Access;

namespace StudySpot.Cloud.Api.Features.Fleet;

/// <summary>Which roster: of a tenant, changes since a version (0: all), up to a version.</summary>
public readonly record struct RosterKey(TenantId Tenant, long BaseVersion, long Version);

/// <summary>
/// Keeps encoded rosters for a short time, because many gates ask at once: after a change, and after the broker came back.
/// Made once however many ask. Safe for concurrent use.
/// </summary>
public sealed class RosterCache(TimeProvider time) : IDisposable
{
    /// <summary>The time in which all gates of a tenant have asked: each asks once a minute.</summary>
    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(1);

    /// <summary>Files at once; 64 full rosters of 100,000 members are about 1 GB of disk.</summary>
    private const int MaxKept = 64;

    private readonly Lock _lock = new();
    private readonly Dictionary<RosterKey, Kept> _kept = [];

    /// <summary>Rosters made since the start.</summary>
    public long Made { get; private set; }

    /// <summary>Returns a roster that stays readable until the lease is disposed.</summary>
    /// <param name="make">Not cancelled by one who asks: others wait for it too.</param>
    public async Task<RosterLease> GetAsync(RosterKey key, Func<Task<EncodedRoster>> make, CancellationToken ct)
    {
        ArgumentNullException.ThrowIfNull(make);
        Kept kept;
        List<Kept> old;
        lock (_lock)
        {
            old = TakeOld();
            if (!_kept.TryGetValue(key, out kept!))
            {
                _kept[key] = kept = new Kept(key, Task.Run(make, CancellationToken.None), time.GetTimestamp());
                Made++;
            }
            kept.Users++;
        }
        foreach (var one in old) one.Dispose();
        var lease = new RosterLease(this, kept);
        try
        {
            lease.Roster = await kept.Roster.WaitAsync(ct);
            return lease;
        }
        catch
        {
            // A failure must not be kept for the others who ask later.
            if (kept.Roster.IsFaulted) Forget(kept);
            lease.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var kept in _kept.Values) kept.Dispose();
            _kept.Clear();
        }
    }

    internal void Release(Kept kept)
    {
        bool unused;
        lock (_lock) unused = --kept.Users == 0 && kept.IsForgotten;
        if (unused) kept.Dispose();
    }

    private void Forget(Kept kept)
    {
        lock (_lock)
        {
            kept.IsForgotten = true;
            if (_kept.TryGetValue(kept.Key, out var present) && ReferenceEquals(present, kept)) _kept.Remove(kept.Key);
        }
    }

    /// <summary>Takes out what is past its time or too much; returns those nobody reads.</summary>
    private List<Kept> TakeOld()
    {
        var old = _kept.Values.Where(kept => time.GetElapsedTime(kept.Since) > KeptFor)
            .Concat(_kept.Values.OrderByDescending(kept => kept.Since).Skip(MaxKept - 1)).Distinct().ToList();
        foreach (var kept in old)
        {
            kept.IsForgotten = true;
            _kept.Remove(kept.Key);
        }
        return [.. old.Where(kept => kept.Users == 0)];
    }

    internal sealed class Kept(RosterKey key, Task<EncodedRoster> roster, long since) : IDisposable
    {
        public RosterKey Key => key;
        public Task<EncodedRoster> Roster => roster;
        public long Since => since;
        public int Users { get; set; }
        public bool IsForgotten { get; set; }

        public void Dispose() => _ = roster.ContinueWith(made => made.Result.Dispose(), CancellationToken.None,
            TaskContinuationOptions.OnlyOnRanToCompletion | TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }
}

/// <summary>Keeps a roster readable.</summary>
public sealed class RosterLease : IDisposable
{
    private readonly RosterCache _cache;
    private RosterCache.Kept? _kept;

    internal RosterLease(RosterCache cache, RosterCache.Kept kept) => (_cache, _kept) = (cache, kept);

    public EncodedRoster Roster { get; internal set; } = null!;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _kept, null) is { } kept) _cache.Release(kept);
    }
}
