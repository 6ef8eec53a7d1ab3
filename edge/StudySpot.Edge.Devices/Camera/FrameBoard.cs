namespace StudySpot.Edge.Devices.Camera;

/// <summary>
/// Hands frames from the thread that receives them to everybody who looks at them. The newest wins: a frame nobody took
/// before the next one came is dropped, so nobody works on the past. One producer, any number of takers.
/// </summary>
internal sealed class FrameBoard(int sizeBytes)
{
    private readonly Lock _gate = new();
    /// <summary>Buffers nobody looks at. As many exist as there are takers at one time, and two.</summary>
    private readonly Stack<Slot> _free = new();
    private Slot _filling = new(sizeBytes);
    private Slot? _newest;
    private TaskCompletionSource? _next;
    private Exception? _failure;

    /// <summary>The producer's buffer, until <see cref="Publish"/>.</summary>
    public Span<byte> Filling => _filling.Pixels;

    /// <summary>Makes the filled buffer the newest frame.</summary>
    /// <param name="at">Timestamp at which the frame's last byte came.</param>
    public void Publish(long at)
    {
        TaskCompletionSource? told;
        lock (_gate)
        {
            (_filling.Number, _filling.At) = ((_newest?.Number ?? 0) + 1, at);
            if (_newest is { Takers: 0 } unused) _free.Push(unused);
            _newest = _filling;
            _filling = _free.TryPop(out var free) ? free : new Slot(sizeBytes);
            (told, _next) = (_next, null);
        }
        told?.TrySetResult();
    }

    /// <summary>No frame will come any more, because of a bug: everybody who waits is told.</summary>
    public void Fail(Exception failure)
    {
        TaskCompletionSource? told;
        lock (_gate)
        {
            _failure = failure;
            (told, _next) = (_next, null);
        }
        told?.TrySetException(failure);
    }

    /// <summary>Completes when there is a frame with a higher number.</summary>
    public Task NewerAsync(long number, CancellationToken ct)
    {
        lock (_gate)
        {
            if (_failure is not null) return Task.FromException(_failure);
            if (_newest is not null && _newest.Number > number) return Task.CompletedTask;
            _next ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _next.Task.WaitAsync(ct);
        }
    }

    /// <summary>The newest frame, which stays as it is until the view is disposed. Call after <see cref="NewerAsync"/> completed.</summary>
    public View Take()
    {
        lock (_gate)
        {
            var slot = _newest ?? throw new InvalidOperationException("No frame has come yet.");
            slot.Takers++;
            return new View(this, slot);
        }
    }

    private void Return(Slot slot)
    {
        lock (_gate)
        {
            if (--slot.Takers == 0 && slot != _newest) _free.Push(slot);
        }
    }

    public readonly struct View(FrameBoard board, Slot slot) : IDisposable
    {
        public ReadOnlySpan<byte> Pixels => slot.Pixels;

        /// <summary>From 1.</summary>
        public long Number => slot.Number;

        public long At => slot.At;

        public void Dispose() => board.Return(slot);
    }

    public sealed class Slot(int sizeBytes)
    {
        public byte[] Pixels { get; } = new byte[sizeBytes];
        public long Number { get; set; }
        public long At { get; set; }
        public int Takers { get; set; }
    }
}
