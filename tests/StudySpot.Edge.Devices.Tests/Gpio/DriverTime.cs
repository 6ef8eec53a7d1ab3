using StudySpot.Edge.Devices.Gpio;
using StudySpot.Testing;

namespace StudySpot.Edge.Devices.Tests.Gpio;

/// <summary>
/// A settable clock that knows whether the driver's own thread waits for it: the thread is known by its name.
/// </summary>
public sealed class DriverTime(SettableTime time) : TimeProvider
{
    private int _waits;

    /// <summary>The driver's thread waits for the clock.</summary>
    public bool DriverWaits => Volatile.Read(ref _waits) > 0;

    public override long TimestampFrequency => time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => time.GetUtcNow();

    public override long GetTimestamp() => time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (Thread.CurrentThread.Name != GpioBoard.ThreadName) return time.CreateTimer(callback, state, dueTime, period);
        var waiting = 1;
        Interlocked.Increment(ref _waits);
        return new DriverTimer(time.CreateTimer(
            inner =>
            {
                Over();
                callback(inner);
            }, state, dueTime, period), Over);

        void Over()
        {
            if (Interlocked.Exchange(ref waiting, 0) == 1) Interlocked.Decrement(ref _waits);
        }
    }

    private sealed class DriverTimer(ITimer timer, Action over) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => timer.Change(dueTime, period);

        public void Dispose()
        {
            over();
            timer.Dispose();
        }

        public ValueTask DisposeAsync()
        {
            over();
            return timer.DisposeAsync();
        }
    }
}
