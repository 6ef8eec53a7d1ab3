using System.Diagnostics;

namespace StudySpot.Benchmarks.Harness;

/// <summary>Every sample of a run, in Stopwatch ticks. Not safe for concurrent use.</summary>
internal sealed class Latencies
{
    private readonly List<long> _ticks;
    private bool _isSorted;

    public Latencies(int expected = 1024) => _ticks = new List<long>(expected);

    public int Count => _ticks.Count;

    public void Add(long ticks)
    {
        _ticks.Add(ticks);
        _isSorted = false;
    }

    public void AddSince(long startTimestamp) => Add(Stopwatch.GetTimestamp() - startTimestamp);

    public void AddAll(Latencies other)
    {
        _ticks.AddRange(other._ticks);
        _isSorted = false;
    }

    /// <summary>The smallest sample that at least this share of all samples do not exceed.</summary>
    /// <param name="share">0 to 1.</param>
    public double Milliseconds(double share)
    {
        if (_ticks.Count == 0) throw new InvalidOperationException("Nothing was measured.");
        if (!_isSorted) _ticks.Sort();
        _isSorted = true;
        var rank = Math.Clamp((int)Math.Ceiling(share * _ticks.Count) - 1, 0, _ticks.Count - 1);
        return _ticks[rank] * 1000.0 / Stopwatch.Frequency;
    }
}
