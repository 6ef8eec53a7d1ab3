using NpgsqlTypes;

namespace StudySpot.Cloud.Ingest.Writing;

/// <summary>Sequences from one to another, both inclusive.</summary>
public readonly record struct SequenceRun(long From, long To);

/// <summary>
/// Which sequences of one incarnation of a gate the cloud holds: all up to <see cref="Through"/>, and runs beyond a gap.
/// Runs never touch each other nor <see cref="Through"/>.
/// </summary>
public sealed class HeldSequences
{
    /// <summary>
    /// Runs kept beyond the first gap. A gate in order makes one run a lost batch; a row with thousands would be rewritten
    /// with every flush. What does not fit is not taken in and so not acknowledged: the gate sends it again.
    /// </summary>
    public const int MaxRuns = 1_000;

    private readonly List<SequenceRun> _ahead;

    public HeldSequences(long through, IEnumerable<SequenceRun> ahead)
    {
        Through = through;
        _ahead = [.. ahead.OrderBy(run => run.From)];
    }

    public static HeldSequences Empty => new(0, []);

    public long Through { get; private set; }

    public IReadOnlyList<SequenceRun> Ahead => _ahead;

    /// <summary>The last sequence held, or 0.</summary>
    public long Highest => _ahead.Count > 0 ? _ahead[^1].To : Through;

    public bool Holds(long sequence)
    {
        if (sequence <= Through) return true;
        var index = FirstEndingAtOrAfter(sequence);
        return index < _ahead.Count && _ahead[index].From <= sequence;
    }

    /// <summary>True when at least one sequence of the run is held.</summary>
    public bool Overlaps(SequenceRun run)
    {
        if (run.From <= Through) return true;
        var index = FirstEndingAtOrAfter(run.From);
        return index < _ahead.Count && _ahead[index].From <= run.To;
    }

    /// <summary>Adds a run, known or new. False, and nothing added, when there are too many gaps already.</summary>
    public bool TryAdd(SequenceRun run)
    {
        if (run.To <= Through) return true;
        if (run.From <= Through + 1)
        {
            Through = run.To;
            Absorb();
            return true;
        }
        var first = FirstEndingAtOrAfter(run.From - 1);
        var last = first;
        while (last < _ahead.Count && _ahead[last].From <= run.To + 1) last++;
        if (first == last)
        {
            if (_ahead.Count >= MaxRuns) return false;
            _ahead.Insert(first, run);
            return true;
        }
        var merged = new SequenceRun(Math.Min(run.From, _ahead[first].From), Math.Max(run.To, _ahead[last - 1].To));
        _ahead.RemoveRange(first, last - first);
        _ahead.Insert(first, merged);
        return true;
    }

    /// <summary>The missing runs below <see cref="Highest"/>, lowest first.</summary>
    public IEnumerable<SequenceRun> Gaps()
    {
        var next = Through + 1;
        foreach (var run in _ahead)
        {
            yield return new SequenceRun(next, run.From - 1);
            next = run.To + 1;
        }
    }

    public NpgsqlRange<long>[] ToRanges() => [.. _ahead.Select(run => new NpgsqlRange<long>(run.From, true, run.To + 1, false))];

    /// <summary>From int8multirange, which PostgreSQL always returns as inclusive–exclusive.</summary>
    public static HeldSequences FromRanges(long through, NpgsqlRange<long>[] ranges) =>
        new(through, ranges.Select(range => new SequenceRun(range.LowerBound, range.UpperBound - 1)));

    private void Absorb()
    {
        var count = 0;
        while (count < _ahead.Count && _ahead[count].From <= Through + 1) Through = Math.Max(Through, _ahead[count++].To);
        _ahead.RemoveRange(0, count);
    }

    private int FirstEndingAtOrAfter(long sequence)
    {
        var (low, high) = (0, _ahead.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_ahead[middle].To < sequence) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
