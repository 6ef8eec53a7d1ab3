namespace StudySpot.Edge.Vision.Images;

/// <summary>A look at somebody else's picture: 24-bit B, G, R, rows from the top.</summary>
public readonly ref struct BgrView
{
    /// <exception cref="ArgumentException">There are fewer bytes than the size asks for.</exception>
    public BgrView(ReadOnlySpan<byte> pixels, int widthPx, int heightPx)
    {
        if (widthPx <= 0 || heightPx <= 0 || pixels.Length < (long)widthPx * heightPx * 3)
            throw new ArgumentException($"A picture of {widthPx} × {heightPx} has not {pixels.Length} bytes.", nameof(pixels));
        Pixels = pixels;
        WidthPx = widthPx;
        HeightPx = heightPx;
    }

    public ReadOnlySpan<byte> Pixels { get; }

    public int WidthPx { get; }

    public int HeightPx { get; }

    /// <summary>Bytes from one row to the next.</summary>
    public int Stride => WidthPx * 3;

    public ReadOnlySpan<byte> Row(int y) => Pixels.Slice(y * Stride, Stride);
}
