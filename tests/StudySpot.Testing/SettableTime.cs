namespace StudySpot.Testing;

/// <summary>
/// A clock that moves only when told. Timers made from it fire on the thread that moves it. Safe for concurrent use.
/// </summary>
public sealed class SettableTime : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<SettableTimer> _timers = [];
    private DateTimeOffset _now;
    private long _ticks;

    public SettableTime(DateTimeOffset start) => _now = start;

    /// <summary>Starts at 2026-11-23 06:00 in Kolkata, a Monday.</summary>
    public SettableTime() : this(new DateTimeOffset(2026, 11, 23, 0, 30, 0, TimeSpan.Zero)) { }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow() { lock (_gate) return _now; }

    public override long GetTimestamp() { lock (_gate) return _ticks; }

    /// <summary>Moves both clocks forward and fires what is due, in order.</summary>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        long end;
        lock (_gate) end = _ticks + by.Ticks;
        while (true)
        {
            SettableTimer? due;
            lock (_gate)
            {
                due = _timers.Where(t => t.DueAt <= end).MinBy(t => t.DueAt);
                var to = due is null ? end : Math.Max(_ticks, due.DueAt);
                _now += TimeSpan.FromTicks(to - _ticks);
                _ticks = to;
                if (due is not null) due.Rearm(_ticks);
            }
            if (due is null) return;
            due.Fire();
        }
    }

    /// <summary>Jumps the wall clock only, forwards or back, as a corrected clock does.</summary>
    public void SetUtcNow(DateTimeOffset now) { lock (_gate) _now = now; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new SettableTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class SettableTimer(SettableTime owner, TimerCallback callback, object? state) : ITimer
    {
        private TimeSpan _period = Timeout.InfiniteTimeSpan;

        public long DueAt { get; private set; } = long.MaxValue;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner._gate)
            {
                _period = period;
                DueAt = dueTime == Timeout.InfiniteTimeSpan ? long.MaxValue : owner._ticks + dueTime.Ticks;
                owner._timers.Remove(this);
                if (DueAt != long.MaxValue) owner._timers.Add(this);
            }
            return true;
        }

        public void Rearm(long now)
        {
            if (_period == Timeout.InfiniteTimeSpan || _period == TimeSpan.Zero)
            {
                DueAt = long.MaxValue;
                owner._timers.Remove(this);
            }
            else
            {
                DueAt = now + _period.Ticks;
            }
        }

        public void Fire() => callback(state);

        public void Dispose()
        {
            lock (owner._gate)
            {
                DueAt = long.MaxValue;
                owner._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
