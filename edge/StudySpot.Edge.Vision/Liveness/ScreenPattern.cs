using System.Numerics;
using MathNet.Numerics.IntegralTransforms;
using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Images;

namespace StudySpot.Edge.Vision.Liveness;

/// <summary>
/// Looks for the lattice that a screen's pixels leave in a photograph of it (moiré): one sharp line in the spectrum of the
/// face, far above everything of similar fineness. Skin, hair and glasses have none. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// A screen whose pixels are too fine for the camera leaves no lattice, and JPEG may wipe it out: finding none proves
/// nothing. Known from simulated screens only (docs/faces.md).
/// </remarks>
internal sealed class ScreenPattern
{
    /// <summary>
    /// Strength at which the odds of a live face are halved: live frames and prints of spoof-dev and photographs of LFW reach
    /// 121 (136 pictures), simulated screens begin at 658.
    /// </summary>
    private const float Suspicious = 300;

    /// <summary>Lattices coarser than this share of the patch are features of a face.</summary>
    private const double CoarsestCycles = 0.11;

    /// <summary>JPEG's blocks of 8 leave lines at multiples of an eighth, on both axes at once.</summary>
    private const int BlockShare = 8;

    private readonly Dictionary<int, Complex[]> _spectra = [];
    private readonly List<double> _ring = [];

    /// <summary>What is left of a face's chance to be live, 0 to 1.</summary>
    public float LiveShare(BgrView frame, FaceBox faceInFrame)
    {
        var strength = Strength(frame, faceInFrame) / Suspicious;
        return 1 / (1 + MathF.Pow(strength, 4));
    }

    /// <summary>The strongest line of the spectrum over the median of its ring; 0 when the face is too small to tell.</summary>
    internal float Strength(BgrView frame, FaceBox faceInFrame)
    {
        // Within the face: clothes and curtains have patterns of their own.
        var side = faceInFrame.Width >= 115 ? 128 : 64;
        if (faceInFrame.Width < 58 || frame.WidthPx < side || frame.HeightPx < side) return 0;
        if (!_spectra.TryGetValue(side, out var spectrum)) _spectra[side] = spectrum = new Complex[side * side];
        Transform(frame, faceInFrame, side, spectrum);
        var strongest = 0.0;
        for (var radius = (int)(CoarsestCycles * side); radius < side / 2; radius++) strongest = Math.Max(strongest, OverMedian(spectrum, side, radius));
        return (float)strongest;
    }

    private static void Transform(BgrView frame, FaceBox face, int side, Complex[] spectrum)
    {
        var left = Math.Clamp((int)face.Centre.X - (side / 2), 0, frame.WidthPx - side);
        var top = Math.Clamp((int)face.Centre.Y - (side / 2), 0, frame.HeightPx - side);
        var line = new Complex[side];
        for (var y = 0; y < side; y++)
        {
            var row = frame.Row(top + y).Slice(left * 3, side * 3);
            for (var x = 0; x < side; x++)
                line[x] = Window(x, side) * Window(y, side) * ((0.114 * row[x * 3]) + (0.587 * row[(x * 3) + 1]) + (0.299 * row[(x * 3) + 2]));
            Fourier.Forward(line, FourierOptions.NoScaling);
            line.CopyTo(spectrum, y * side);
        }
        for (var x = 0; x < side; x++)
        {
            for (var y = 0; y < side; y++) line[y] = spectrum[(y * side) + x];
            Fourier.Forward(line, FourierOptions.NoScaling);
            for (var y = 0; y < side; y++) spectrum[(y * side) + x] = line[y];
        }
    }

    /// <summary>Hann, so that the patch's edges leave no lines.</summary>
    private static double Window(int at, int side) => 0.5 - (0.5 * Math.Cos(2 * Math.PI * at / side));

    private double OverMedian(Complex[] spectrum, int side, int radius)
    {
        _ring.Clear();
        var strongest = 0.0;
        for (var x = 0; x <= radius; x++)
        {
            // Half a plane is all of it: the picture is real. The ring is one step wide.
            var (from, to) = ((int)Math.Ceiling(Math.Sqrt(Math.Max(0, (radius * radius) - (x * x)))), (int)Math.Ceiling(Math.Sqrt(((radius + 1.0) * (radius + 1)) - (x * x))));
            for (var distance = from; distance < to && distance < side / 2; distance++)
            {
                for (var y = -distance; ; y = distance)
                {
                    var value = spectrum[(((y + side) % side) * side) + x];
                    var power = (value.Real * value.Real) + (value.Imaginary * value.Imaginary);
                    _ring.Add(power);
                    if (!IsBlocking(x, side) || !IsBlocking(y, side)) strongest = Math.Max(strongest, power);
                    if (y == distance) break;
                }
            }
        }
        _ring.Sort();
        return strongest / Math.Max(_ring[_ring.Count / 2], 1e-9);
    }

    private static bool IsBlocking(int frequency, int side)
    {
        var (block, from) = (side / BlockShare, Math.Abs(frequency) % (side / BlockShare));
        return from <= 2 || from >= block - 2;
    }
}
