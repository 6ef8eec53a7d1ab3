using StudySpot.Edge.Gate;

namespace StudySpot.Edge.Status;

/// <summary>Counts the codes and faces that a gate answered, by reader. Safe for concurrent use.</summary>
internal sealed class ReaderTally
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (long Codes, DateTimeOffset At)> _readers = new(StringComparer.Ordinal);

    public void Count(DecisionNotice notice)
    {
        lock (_gate) _readers[notice.Reader] = (_readers.GetValueOrDefault(notice.Reader).Codes + 1, notice.At);
    }

    /// <param name="faults">A reader's fault has its name.</param>
    public IReadOnlyList<ReaderReport> Report(IEnumerable<string> names, IReadOnlyList<string> faults)
    {
        lock (_gate)
        {
            return [.. names.Select(name => _readers.TryGetValue(name, out var seen)
                ? new ReaderReport(name, !faults.Contains(name), seen.Codes, seen.At)
                : new ReaderReport(name, !faults.Contains(name), 0, null))];
        }
    }
}
