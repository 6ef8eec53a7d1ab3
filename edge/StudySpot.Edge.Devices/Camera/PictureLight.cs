using StudySpot.Edge.Gate.Ports;

namespace StudySpot.Edge.Devices.Camera;

/// <summary>
/// What the brightness of a picture says. Measured on 480 pictures beside the repository (data/spoof-dev/live, data/faces-dev,
/// data/qr, 120 of each): the spread is never below 19, the 95th percentile of the face pictures never below 105, and at most
/// 0.38 of a face picture and 0.77 of a photographed code is white.
/// </summary>
internal static class PictureLight
{
    /// <summary>Standard deviation below this is one plain surface with the sensor's noise.</summary>
    private const double BlankSpread = 5;

    /// <summary>The 95th percentile of brightness is below this: half of the darkest face picture.</summary>
    private const int DarkLevel = 48;

    private const int WhiteLevel = 250;

    /// <summary>More than this part of the picture is white.</summary>
    private const double BrightPart = 0.8;

    /// <summary>Null when there is enough to see.</summary>
    /// <param name="samples">Brightness of pixels from all over the picture.</param>
    public static ReaderFault? Of(ReadOnlySpan<byte> samples)
    {
        Span<int> histogram = stackalloc int[256];
        histogram.Clear();
        foreach (var sample in samples) histogram[sample]++;
        long count = samples.Length, sum = 0, squares = 0;
        for (var level = 0; level < 256; level++)
        {
            sum += (long)histogram[level] * level;
            squares += (long)histogram[level] * level * level;
        }
        if (count == 0) return ReaderFault.Blank;
        var mean = (double)sum / count;
        if (squares / (double)count - mean * mean < BlankSpread * BlankSpread) return ReaderFault.Blank;
        if (Above(histogram, DarkLevel) < 0.05 * count) return ReaderFault.Dark;
        return Above(histogram, WhiteLevel) > BrightPart * count ? ReaderFault.Bright : null;
    }

    private static long Above(ReadOnlySpan<int> histogram, int level)
    {
        long count = 0;
        for (var i = level; i < histogram.Length; i++) count += histogram[i];
        return count;
    }
}
