using StudySpot.Access;
using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Devices.Gpio;

/// <summary>
/// Says what each passage was: the one of a release, one too many, or one without any. Keeps the counts of
/// <see cref="TurnstileReport"/>. Safe for concurrent use.
/// </summary>
/// <param name="settle">See <see cref="Gate.Settings.TurnstileProfile.Settle"/>.</param>
internal sealed class PassageLedger(TimeSpan settle, TimeProvider time)
{
    private readonly Lock _gate = new();
    private PassageRelease? _current;
    private (PassageRelease Release, long EndedAt)? _last;
    private long _passages;
    private long _tailgates;
    private long _forced;
    private long _cycles;
    private bool _open;

    public TurnstileReport Counts
    {
        get
        {
            lock (_gate) return new TurnstileReport { Passages = _passages, Tailgates = _tailgates, Forced = _forced, RelayCycles = _cycles };
        }
    }

    public PassageRelease Begin(Direction direction)
    {
        lock (_gate) return _current = new PassageRelease(direction);
    }

    public void End(PassageRelease release)
    {
        lock (_gate)
        {
            if (_current == release) _current = null;
            _last = (release, time.GetTimestamp());
        }
    }

    /// <summary>While it stands open nobody is counted.</summary>
    public void StandsOpen(bool open)
    {
        lock (_gate) _open = open;
    }

    public void CountCycle()
    {
        lock (_gate) _cycles++;
    }

    /// <summary>A sensor saw somebody go through.</summary>
    public void Passed(Passage passage) => Take(passage.Direction, knowsTailgating: true);

    /// <summary>The door was opened. How many people used it, nobody knows.</summary>
    public void DoorOpened() => Take(null, knowsTailgating: false);

    /// <summary>Ends the wait of the release under way.</summary>
    public void Lost()
    {
        lock (_gate) _current?.End(PassageResult.Fault);
    }

    private void Take(Direction? direction, bool knowsTailgating)
    {
        lock (_gate)
        {
            if (_open) return;
            if (ReleaseOf(direction) is not { } release) _forced++;
            else if (release.TryUse()) _passages++;
            else if (knowsTailgating) _tailgates++;
        }
    }

    /// <summary>The release that a passage belongs to: the one under way, or the last while it settles.</summary>
    private PassageRelease? ReleaseOf(Direction? direction)
    {
        var release = _current ?? (_last is var (last, endedAt) && time.GetElapsedTime(endedAt) <= settle ? last : null);
        return release is null || (direction is { } seen && seen != release.Direction) ? null : release;
    }
}

/// <summary>One release, until its passage or its end.</summary>
internal sealed class PassageRelease(Direction direction)
{
    private readonly TaskCompletionSource<PassageResult> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _used;

    public Direction Direction => direction;

    /// <summary>Completes with the passage, or with a fault.</summary>
    public Task<PassageResult> Ended => _ended.Task;

    public void End(PassageResult result) => _ended.TrySetResult(result);

    /// <summary>True for the first person.</summary>
    public bool TryUse()
    {
        if (_used) return false;
        _used = true;
        End(PassageResult.Passed);
        return true;
    }
}
