using System.Numerics;

namespace StudySpot.Edge.Vision.Liveness;

/// <summary>The same points in several frames, moved, turned and scaled onto their common mean (Procrustes); the mean has its centre at 0 and root mean square radius 1.</summary>
internal sealed class AlignedShapes
{
    /// <summary>The mean changes by less than float noise after two rounds on any face; one more costs nothing.</summary>
    private const int Rounds = 3;

    private readonly Complex[][] _frames;
    private readonly Complex[] _mean;

    private AlignedShapes(Complex[][] frames, Complex[] mean)
    {
        _frames = frames;
        _mean = mean;
        Frames = [.. frames.Select(Pairs)];
        Mean = Pairs(mean);
    }

    public IReadOnlyList<(double X, double Y)[]> Frames { get; }

    public (double X, double Y)[] Mean { get; }

    public static AlignedShapes Of(IReadOnlyList<ReadOnlyMemory<Vector2>> frames, int[] points)
    {
        // Points as complex numbers: turning and scaling is one multiplication.
        var centred = frames.Select(frame => Normalised([.. points.Select(at => new Complex(frame.Span[at].X, frame.Span[at].Y))])).ToArray();
        var mean = centred[0];
        for (var round = 0; round < Rounds; round++)
        {
            for (var i = 0; i < centred.Length; i++) centred[i] = Onto(centred[i], mean);
            mean = Normalised([.. Enumerable.Range(0, points.Length).Select(at => centred.Aggregate(Complex.Zero, (sum, frame) => sum + frame[at]) / centred.Length)]);
        }
        return new AlignedShapes(centred, mean);
    }

    /// <summary>Largest difference between two frames in how much the mean shape is squeezed, over all directions.</summary>
    public double Foreshortening()
    {
        // A frame is a·m + b·conj(m) with the mean m: b is the part that no turning or scaling explains, |b/a| the squeeze.
        var squeezes = _frames.Select(Squeeze).ToArray();
        var largest = 0.0;
        foreach (var one in squeezes)
        {
            foreach (var other in squeezes) largest = Math.Max(largest, (one - other).Magnitude);
        }
        return 2 * largest;
    }

    private Complex Squeeze(Complex[] frame)
    {
        // Least squares for a and b: normal equations of two complex unknowns.
        Complex mm = 0, fm = 0, fc = 0;
        var squares = 0.0;
        for (var i = 0; i < frame.Length; i++)
        {
            squares += _mean[i].Magnitude * _mean[i].Magnitude;
            mm += _mean[i] * _mean[i];
            fm += frame[i] * Complex.Conjugate(_mean[i]);
            fc += frame[i] * _mean[i];
        }
        var determinant = (squares * squares) - (mm.Magnitude * mm.Magnitude);
        if (determinant < 1e-12 * squares * squares) return Complex.Zero;
        var a = ((fm * squares) - (fc * Complex.Conjugate(mm))) / determinant;
        var b = ((fc * squares) - (fm * mm)) / determinant;
        return b / a;
    }

    private static Complex[] Normalised(Complex[] shape)
    {
        var centre = shape.Aggregate(Complex.Zero, (sum, point) => sum + point) / shape.Length;
        var radius = Math.Sqrt(shape.Sum(point => Math.Pow((point - centre).Magnitude, 2)) / shape.Length);
        if (radius < 1e-9) throw new ArgumentException("All landmarks lie on one point.", nameof(shape));
        return [.. shape.Select(point => (point - centre) / radius)];
    }

    private static Complex[] Onto(Complex[] shape, Complex[] mean)
    {
        Complex product = 0;
        var squares = 0.0;
        for (var i = 0; i < shape.Length; i++)
        {
            product += mean[i] * Complex.Conjugate(shape[i]);
            squares += Math.Pow(shape[i].Magnitude, 2);
        }
        var turn = product / squares;
        return [.. shape.Select(point => point * turn)];
    }

    private static (double X, double Y)[] Pairs(Complex[] shape) => [.. shape.Select(point => (point.Real, point.Imaginary))];
}
