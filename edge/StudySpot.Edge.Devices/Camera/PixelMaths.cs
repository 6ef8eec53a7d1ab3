using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace StudySpot.Edge.Devices.Camera;

/// <summary>Conversions between the layouts of pictures, 16 pixels at a time on any processor with 128-bit vectors (SSSE3, NEON).</summary>
public static class PixelMaths
{
    private const int Step = 16;

    /// <summary>BT.601 weights in 1/256: 0.114, 0.587, 0.299. They add up to 256, so white stays white.</summary>
    private const int BlueWeight = 29, GreenWeight = 150, RedWeight = 77;

    /// <summary>BT.601 full range, in 1/64: R = Y + 1.402 V, G = Y − 0.344 U − 0.714 V, B = Y + 1.772 U, with U and V around 0.</summary>
    private const int RedOfV = 90, GreenOfU = 22, GreenOfV = 46, BlueOfU = 113;

    /// <summary>Which byte of three vectors of 48 bytes holds each of the 16 blues; one more for green, two more for red.</summary>
    private static readonly Vector128<byte>[] Gather = [.. Enumerable.Range(0, 9).Select(i => Pick(i / 3, i % 3))];

    private static readonly Vector128<byte>[] Spread = [.. Enumerable.Range(0, 9).Select(i => Place(i / 3, i % 3))];

    /// <summary>Brightness of every pixel.</summary>
    /// <param name="bgr">Blue, green, red of each pixel.</param>
    /// <param name="grey">One byte a pixel.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public static void BgrToGrey(ReadOnlySpan<byte> bgr, Span<byte> grey)
    {
        if (bgr.Length != (long)grey.Length * 3) throw new ArgumentException("Three bytes of colour make one of grey.", nameof(bgr));
        var i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            ref var from = ref MemoryMarshal.GetReference(bgr);
            ref var to = ref MemoryMarshal.GetReference(grey);
            var gather = Gather;
            for (; i <= grey.Length - Step; i += Step)
            {
                var (a, b, c) = (Vector128.LoadUnsafe(ref from, (nuint)i * 3), Vector128.LoadUnsafe(ref from, (nuint)i * 3 + 16), Vector128.LoadUnsafe(ref from, (nuint)i * 3 + 32));
                var (blueLow, blueHigh) = Vector128.Widen(Collect(a, b, c, gather, 0));
                var (greenLow, greenHigh) = Vector128.Widen(Collect(a, b, c, gather, 1));
                var (redLow, redHigh) = Vector128.Widen(Collect(a, b, c, gather, 2));
                Vector128.Narrow(Weigh(blueLow, greenLow, redLow), Weigh(blueHigh, greenHigh, redHigh)).StoreUnsafe(ref to, (nuint)i);
            }
        }
        for (; i < grey.Length; i++)
            grey[i] = (byte)((bgr[i * 3] * BlueWeight + bgr[i * 3 + 1] * GreenWeight + bgr[i * 3 + 2] * RedWeight + 128) >> 8);
    }

    /// <summary>Colour picture from planes (see <see cref="CameraPixels.I420"/>).</summary>
    /// <param name="planes">Brightness, then U, then V; rows without gaps.</param>
    /// <param name="widthPx">Even.</param>
    /// <param name="heightPx">Even.</param>
    /// <exception cref="ArgumentException">A size is odd, or the lengths do not fit.</exception>
    public static void I420ToBgr(ReadOnlySpan<byte> planes, int widthPx, int heightPx, Span<byte> bgr)
    {
        var pixels = widthPx * heightPx;
        if (widthPx <= 0 || heightPx <= 0 || widthPx % 2 != 0 || heightPx % 2 != 0 || planes.Length != pixels / 2 * 3 || bgr.Length != pixels * 3)
            throw new ArgumentException("Width and height are even, and the planes are one and a half bytes a pixel.", nameof(planes));
        for (var row = 0; row < heightPx; row++)
        {
            var colour = row / 2 * (widthPx / 2);
            RowToBgr(planes.Slice(row * widthPx, widthPx), planes.Slice(pixels + colour, widthPx / 2),
                planes.Slice(pixels + pixels / 4 + colour, widthPx / 2), bgr.Slice(row * widthPx * 3, widthPx * 3));
        }
    }

    private static void RowToBgr(ReadOnlySpan<byte> y, ReadOnlySpan<byte> u, ReadOnlySpan<byte> v, Span<byte> bgr)
    {
        var x = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            ref var to = ref MemoryMarshal.GetReference(bgr);
            var spread = Spread;
            for (; x <= y.Length - Step; x += Step)
            {
                var (low, high) = Vector128.Widen(Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(y), (nuint)x));
                var (brightLow, brightHigh) = (low.AsInt16() << 6, high.AsInt16() << 6);
                var (cu, cv) = (Centred(u.Slice(x / 2, 8)), Centred(v.Slice(x / 2, 8)));
                var blue = Pixels(brightLow, brightHigh, cu * (short)BlueOfU);
                var green = Pixels(brightLow, brightHigh, -(cu * (short)GreenOfU + cv * (short)GreenOfV));
                var red = Pixels(brightLow, brightHigh, cv * (short)RedOfV);
                for (var part = 0; part < 3; part++)
                {
                    (Vector128.Shuffle(blue, spread[part * 3]) | Vector128.Shuffle(green, spread[part * 3 + 1]) | Vector128.Shuffle(red, spread[part * 3 + 2]))
                        .StoreUnsafe(ref to, (nuint)(x * 3 + part * 16));
                }
            }
        }
        for (; x < y.Length; x++)
        {
            var (bright, cu, cv) = ((y[x] << 6) + 32, u[x / 2] - 128, v[x / 2] - 128);
            bgr[x * 3] = (byte)Math.Clamp((bright + cu * BlueOfU) >> 6, 0, 255);
            bgr[x * 3 + 1] = (byte)Math.Clamp((bright - cu * GreenOfU - cv * GreenOfV) >> 6, 0, 255);
            bgr[x * 3 + 2] = (byte)Math.Clamp((bright + cv * RedOfV) >> 6, 0, 255);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Collect(Vector128<byte> a, Vector128<byte> b, Vector128<byte> c, Vector128<byte>[] gather, int colour) =>
        Vector128.Shuffle(a, gather[colour]) | Vector128.Shuffle(b, gather[3 + colour]) | Vector128.Shuffle(c, gather[6 + colour]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> Weigh(Vector128<ushort> blue, Vector128<ushort> green, Vector128<ushort> red) =>
        (blue * (ushort)BlueWeight + green * (ushort)GreenWeight + red * (ushort)RedWeight + Vector128.Create((ushort)128)) >> 8;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Centred(ReadOnlySpan<byte> eight) =>
        Vector128.WidenLower(Vector128.CreateScalar(MemoryMarshal.Read<ulong>(eight)).AsByte()).AsInt16() - Vector128.Create((short)128);

    /// <summary>Sixteen values of one colour; each of the eight colour differences belongs to two pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> Pixels(Vector128<short> brightLow, Vector128<short> brightHigh, Vector128<short> difference)
    {
        var (low, high) = (Vector128.Shuffle(difference, Vector128.Create((short)0, 0, 1, 1, 2, 2, 3, 3)), Vector128.Shuffle(difference, Vector128.Create((short)4, 4, 5, 5, 6, 6, 7, 7)));
        return Vector128.Narrow(Limited(brightLow + low).AsUInt16(), Limited(brightHigh + high).AsUInt16());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Limited(Vector128<short> value) =>
        Vector128.Min(Vector128.Max((value + Vector128.Create((short)32)) >> 6, Vector128<short>.Zero), Vector128.Create((short)255));

    /// <summary>For each of 16 pixels, where its byte of a colour stands in one part of 16 bytes; elsewhere nothing.</summary>
    private static Vector128<byte> Pick(int part, int colour) => Indices(pixel => pixel * 3 + colour - part * 16);

    /// <summary>For each byte of one part of 16 bytes, which pixel's value of a colour stands there.</summary>
    private static Vector128<byte> Place(int part, int colour) => Indices(at => (part * 16 + at) % 3 == colour ? (part * 16 + at) / 3 : -1);

    private static Vector128<byte> Indices(Func<int, int> of)
    {
        var bytes = new byte[16];
        // A shuffle answers 0 for an index that is not there.
        for (var i = 0; i < bytes.Length; i++) bytes[i] = of(i) is >= 0 and < 16 and var index ? (byte)index : (byte)255;
        return Vector128.Create(bytes);
    }
}
