using System.Numerics;
using StudySpot.Edge.Vision.Images;
using StudySpot.Edge.Vision.Runtime;

namespace StudySpot.Edge.Vision.Quality;

/// <summary>Judges whether eyes are open with fr_eye, one small grey picture an eye, and with the eyes' shape. Not safe for concurrent use.</summary>
public sealed class EyeJudge
{
    /// <summary>Live frames of spoof-dev: shut eyes 0.147 to 0.170, half of all above 0.225, 1 in 20 below 0.183.</summary>
    private const float HalfOpenAspect = 0.185f;

    /// <inheritdoc cref="HalfOpenAspect"/>
    private const float AspectStep = 0.01f;

    private readonly Network _network;
    private readonly NetworkInput _input;

    public EyeJudge(Network network)
    {
        _network = network;
        _input = new NetworkInput(network);
        if (network.Output(0).Length != 2) throw new ModelException($"Model {network.Manifest.Name} gives {network.Output(0).Length} values, not closed and open.");
    }

    /// <summary>
    /// Probability that the eyes are open. Shut eyes look shut to the network and flat to the landmarks; each alone errs
    /// often (the network with glasses, the landmarks with narrow eyes), so open is what either says of either eye: of 290
    /// live frames of spoof-dev with open eyes the network alone calls 118 shut at 0.2, both together 1, and of 3 with shut eyes 2.
    /// </summary>
    public float OpenProbability(BgrView frame, ReadOnlySpan<Vector2> landmarks)
    {
        var byNetwork = MathF.Max(Open(frame, landmarks, 36), Open(frame, landmarks, 42));
        var byShape = 1 / (1 + MathF.Exp((HalfOpenAspect - MathF.Max(Aspect(landmarks, 36), Aspect(landmarks, 42))) / AspectStep));
        return MathF.Max(byNetwork, byShape);
    }

    /// <summary>Height of an eye over its width (Soukupová and Čech 2016).</summary>
    private static float Aspect(ReadOnlySpan<Vector2> landmarks, int first) =>
        (Vector2.Distance(landmarks[first + 1], landmarks[first + 5]) + Vector2.Distance(landmarks[first + 2], landmarks[first + 4]))
            / (2 * Vector2.Distance(landmarks[first], landmarks[first + 3]));

    /// <param name="first">The eye's first point; the six go round it from the left corner.</param>
    private float Open(BgrView frame, ReadOnlySpan<Vector2> landmarks, int first)
    {
        var centre = (landmarks[first + 1] + landmarks[first + 2] + landmarks[first + 4] + landmarks[first + 5]) / 4;
        // Widened as the packaged demo does (faceplugin lib/fr_eye.js, padding_rate), but turned with the eye.
        var across = (landmarks[first + 3] - landmarks[first]) * _network.Manifest.Preprocessing.Widening / _input.WidthPx;
        var middle = (_input.WidthPx - 1) / 2f;
        var toFrame = new Matrix3x2(across.X, across.Y, -across.Y, across.X,
            centre.X - middle * (across.X - across.Y), centre.Y - middle * (across.Y + across.X));
        _input.Fill(frame, toFrame, Edges.Repeat);
        _network.Run();
        var output = _network.Output(0);
        // Softmax of two: class 0 is closed (seen on spoof-dev: shut eyes of live/0008_00_00_02_38, 159 and 444 give 1.0).
        return 1 / (1 + MathF.Exp(output[0] - output[1]));
    }
}
