namespace StudySpot.Edge.Devices.Camera;

/// <summary>
/// Finds the picture within a frame that <see cref="CameraInput"/> filled up with white, because the camera has another shape
/// or is smaller. Codes like the white; to liveness it is the edge of a print: of 30 live frames of 640 × 480 (spoof-dev,
/// subjects 0005–0009) it took 14 for prints with the white around them, none without.
/// </summary>
internal static class PictureMargin
{
    /// <summary>
    /// Left, top, width and height of the picture. A row or column of the picture itself that is as white on both sides goes
    /// too: it showed nothing. A frame that is all white is all picture.
    /// </summary>
    public static (int LeftPx, int TopPx, int WidthPx, int HeightPx) Find(ReadOnlySpan<byte> bgr, int widthPx, int heightPx)
    {
        var stride = widthPx * 3;
        var (above, below) = (0, 0);
        while (above < heightPx && IsWhiteRow(bgr.Slice(above * stride, stride))) above++;
        if (above == heightPx) return (0, 0, widthPx, heightPx);
        while (IsWhiteRow(bgr.Slice((heightPx - 1 - below) * stride, stride))) below++;
        (above, below) = Alike(above, below);
        var (before, behind) = (0, 0);
        while (IsWhiteColumn(bgr, before)) before++;
        while (IsWhiteColumn(bgr, widthPx - 1 - behind)) behind++;
        (before, behind) = Alike(before, behind);
        return (before, above, widthPx - before - behind, heightPx - above - below);

        bool IsWhiteColumn(ReadOnlySpan<byte> pixels, int column)
        {
            for (var at = column * 3; at < pixels.Length; at += stride)
            {
                if ((pixels[at] & pixels[at + 1] & pixels[at + 2]) != byte.MaxValue) return false;
            }
            return true;
        }
    }

    /// <summary>What is put around a picture is as wide on both sides, give or take the odd pixel; one white side alone is the world.</summary>
    private static (int One, int Other) Alike(int one, int other) => Math.Abs(one - other) <= 1 ? (one, other) : (Math.Min(one, other), Math.Min(one, other));

    private static bool IsWhiteRow(ReadOnlySpan<byte> row) => row.IndexOfAnyExcept(byte.MaxValue) < 0;
}
