namespace StudySpot.Access;

/// <summary>A place in 5 bytes: 20 bits latitude, 20 bits longitude.</summary>
internal static class PackedPlace
{
    public const int Size = 5;

    private const int Steps = (1 << 20) - 1;

    public static void Write(Span<byte> target, Place place)
    {
        var latitude = Quantise(place.Latitude, 90);
        var longitude = Quantise(place.Longitude, 180);
        target[0] = (byte)(latitude >> 12);
        target[1] = (byte)((latitude >> 4) & 0xFF);
        target[2] = (byte)(((latitude & 0xF) << 4) | (longitude >> 16));
        target[3] = (byte)((longitude >> 8) & 0xFF);
        target[4] = (byte)(longitude & 0xFF);
    }

    public static Place Read(ReadOnlySpan<byte> bytes)
    {
        var latitude = (bytes[0] << 12) | (bytes[1] << 4) | (bytes[2] >> 4);
        var longitude = ((bytes[2] & 0xF) << 16) | (bytes[3] << 8) | bytes[4];
        return new Place((double)latitude / Steps * 180 - 90, (double)longitude / Steps * 360 - 180);
    }

    private static int Quantise(double degrees, double bound)
    {
        // NaN fails both comparisons, so the test is written to let only good numbers pass.
        if (!(degrees >= -bound && degrees <= bound)) throw new ArgumentOutOfRangeException(nameof(degrees), degrees, "Not a place on the globe.");
        // Half up, as Math.round of the phone does.
        return (int)Math.Floor((degrees + bound) / (2 * bound) * Steps + 0.5);
    }
}
