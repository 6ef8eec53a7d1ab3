using System.Diagnostics.CodeAnalysis;
using StudySpot.Access;

namespace StudySpot.Edge.Gate;

/// <summary>One reader and the one thing it read that may wait: the newest, because whoever stands in front is the newest. Safe for concurrent use.</summary>
internal abstract class NewestSlot<T>(string name, Direction direction)
    where T : notnull
{
    private readonly Lock _gate = new();
    private T? _waiting;
    private bool _waits;

    public string Name => name;

    public Direction Direction => direction;

    /// <summary>Passes on everything that is news until cancelled.</summary>
    /// <param name="presented">Called when something waits that nobody was told of.</param>
    public async Task ReadAsync(Action<string> presented, CancellationToken ct)
    {
        await foreach (var read in Read(ct))
        {
            if (Offer(read)) presented(Name);
        }
    }

    /// <summary>Takes what waits; false when nothing does any more.</summary>
    public bool TryTake([NotNullWhen(true)] out T? taken)
    {
        lock (_gate)
        {
            taken = _waiting;
            var waited = _waits;
            (_waits, _waiting) = (false, default);
            if (!waited || taken is null) return false;
            if (StillCounts(taken)) return true;
            Forget(taken);
            return false;
        }
    }

    protected abstract IAsyncEnumerable<T> Read(CancellationToken ct);

    /// <summary>False for what would only repeat something answered before. This and the next two are called by one thread at a time.</summary>
    protected abstract bool IsNews(T read);

    /// <summary>It was never answered: shown again, it is news.</summary>
    protected abstract void Forget(T read);

    /// <summary>False when it waited too long to be answered.</summary>
    protected virtual bool StillCounts(T read) => true;

    private bool Offer(T read)
    {
        lock (_gate)
        {
            if (!IsNews(read)) return false;
            var (replaces, old) = (_waits, _waiting);
            (_waits, _waiting) = (true, read);
            if (!replaces) return true;
            Forget(old!);
            return false;
        }
    }
}
