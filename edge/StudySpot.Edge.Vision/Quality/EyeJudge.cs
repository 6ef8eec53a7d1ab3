using System.Numerics;
using StudySpot.Edge.Vision.Images;
using StudySpot.Edge.Vision.Runtime;

namespace StudySpot.Edge.Vision.Quality;

/// <summary>Judges whether eyes are open with fr_eye, one small grey picture an eye. Not safe for concurrent use.</summary>
public sealed class EyeJudge
{
    private readonly Network _network;
    private readonly NetworkInput _input;

    public EyeJudge(Network network)
    {
        _network = network;
        _input = new NetworkInput(network);
        if (network.Output(0).Length != 2) throw new ModelException($"Model {network.Manifest.Name} gives {network.Output(0).Length} values, not open and closed.");
    }

    /// <summary>Probability that both eyes are open: the smaller of the two.</summary>
    public float OpenProbability(BgrView frame, ReadOnlySpan<Vector2> landmarks) =>
        MathF.Min(Open(frame, landmarks, 36), Open(frame, landmarks, 42));

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
        // Softmax of two: class 0 is open.
        return 1 / (1 + MathF.Exp(output[1] - output[0]));
    }
}
