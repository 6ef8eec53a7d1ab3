namespace StudySpot.Edge.Devices.Camera;

/// <summary>
/// Hands frames from the thread that receives them to the one that looks at them. The newest wins: a frame that was not
/// fetched before the next one came is dropped, so the decoder never works on the past. One producer, one consumer.
/// </summary>
internal sealed class NewestFrame : IDisposable
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _available = new(0, 1);
    private byte[] _filling;
    private byte[] _newest;
    private byte[] _fetched;
    private long _newestAt;
    private bool _fresh;

    public NewestFrame(int sizeBytes)
    {
        _filling = new byte[sizeBytes];
        _newest = new byte[sizeBytes];
        _fetched = new byte[sizeBytes];
    }

    /// <summary>The producer's buffer, until <see cref="Publish"/>.</summary>
    public Span<byte> Filling => _filling;

    /// <param name="at">Timestamp at which the frame's last byte came.</param>
    public void Publish(long at)
    {
        lock (_gate)
        {
            (_filling, _newest) = (_newest, _filling);
            _newestAt = at;
            if (_fresh) return;
            _fresh = true;
            _available.Release();
        }
    }

    /// <summary>Waits for a frame not fetched before; it is the consumer's until the next call.</summary>
    /// <returns>False when the token was cancelled first.</returns>
    public bool TryFetch(out ReadOnlySpan<byte> frame, out long at, CancellationToken ct)
    {
        at = 0;
        frame = default;
        try
        {
            _available.Wait(ct);
        }
        catch (OperationCanceledException)
        {
            return false;
        }
        lock (_gate)
        {
            (_newest, _fetched) = (_fetched, _newest);
            _fresh = false;
            at = _newestAt;
        }
        frame = _fetched;
        return true;
    }

    public void Dispose() => _available.Dispose();
}
