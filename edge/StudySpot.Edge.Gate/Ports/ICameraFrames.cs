namespace StudySpot.Edge.Gate.Ports;

/// <summary>The pictures of one camera, for everybody who looks at them: the code reader, the face verifier, enrolment. Safe for concurrent use.</summary>
public interface ICameraFrames
{
    /// <summary>Stable name in faults and events, such as <c>camera</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Waits for a picture newer than the one in the buffer and copies it there. The newest wins: pictures nobody asked for
    /// in time are skipped, never queued. A camera that is lost yields none until it comes back.
    /// </summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; the buffer is as it was.</exception>
    ValueTask NextAsync(CameraFrame into, CancellationToken ct);
}

/// <summary>One picture in a buffer that its owner uses again: 24-bit BGR, rows from the top, no padding.</summary>
public sealed class CameraFrame
{
    /// <summary>0 before the first picture.</summary>
    public int WidthPx { get; private set; }

    /// <inheritdoc cref="WidthPx"/>
    public int HeightPx { get; private set; }

    /// <summary>Counts the camera's pictures; 0 before the first. Skipped pictures leave gaps.</summary>
    public long Number { get; private set; }

    /// <summary>Timestamp (<see cref="TimeProvider.GetTimestamp"/>) at which the picture's last byte came.</summary>
    public long At { get; private set; }

    /// <summary>B, G, R for each pixel: <see cref="WidthPx"/> × <see cref="HeightPx"/> × 3 bytes.</summary>
    public ReadOnlyMemory<byte> Bgr => _bgr.AsMemory(0, WidthPx * HeightPx * 3);

    private byte[] _bgr = [];

    /// <summary>Copies a picture in.</summary>
    /// <exception cref="ArgumentException">The bytes are not width × height × 3.</exception>
    public void Set(ReadOnlySpan<byte> bgr, int widthPx, int heightPx, long number, long at)
    {
        if (widthPx <= 0 || heightPx <= 0 || bgr.Length != (long)widthPx * heightPx * 3)
            throw new ArgumentException($"A picture of {widthPx} × {heightPx} has not {bgr.Length} bytes.", nameof(bgr));
        Set(bgr, widthPx * 3, widthPx, heightPx, number, at);
    }

    /// <summary>Copies a part of a larger picture in.</summary>
    /// <param name="bgr">From the part's first pixel on.</param>
    /// <param name="strideBytes">From one row of the larger picture to the next.</param>
    /// <exception cref="ArgumentException">The part does not fit.</exception>
    public void Set(ReadOnlySpan<byte> bgr, int strideBytes, int widthPx, int heightPx, long number, long at)
    {
        var row = widthPx * 3;
        if (row <= 0 || heightPx <= 0 || strideBytes < row || bgr.Length < ((long)strideBytes * (heightPx - 1)) + row)
            throw new ArgumentException($"No part of {widthPx} × {heightPx} is in {bgr.Length} bytes with {strideBytes} a row.", nameof(bgr));
        if (_bgr.Length < row * heightPx) _bgr = new byte[row * heightPx];
        if (strideBytes == row) bgr[..(row * heightPx)].CopyTo(_bgr);
        else for (var y = 0; y < heightPx; y++) bgr.Slice(y * strideBytes, row).CopyTo(_bgr.AsSpan(y * row));
        (WidthPx, HeightPx, Number, At) = (widthPx, heightPx, number, at);
    }
}
