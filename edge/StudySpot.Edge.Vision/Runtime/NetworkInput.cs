using System.Numerics;
using System.Numerics.Tensors;
using StudySpot.Edge.Vision.Images;
using StudySpot.Edge.Vision.Models;

namespace StudySpot.Edge.Vision.Runtime;

/// <summary>Fills a network's input from a picture as its manifest says. Holds a patch to work in; not safe for concurrent use.</summary>
public sealed class NetworkInput
{
    private readonly Network _network;
    private readonly float[] _planes;

    /// <exception cref="ModelException">The manifest's input is not planes of one picture.</exception>
    public NetworkInput(Network network)
    {
        _network = network;
        var manifest = network.Manifest;
        var planes = manifest.Preprocessing.Channels == ChannelOrder.Grey ? 1 : 3;
        if (manifest.Input.Shape is not [1, var channels, var height, var width] || channels != planes)
            throw new ModelException($"Model {manifest.Name}: the input must be 1×{planes}×height×width for {manifest.Preprocessing.Channels}, "
                + $"not {string.Join("×", manifest.Input.Shape)}. Correct its manifest.json.");
        (WidthPx, HeightPx) = ((int)width, (int)height);
        _planes = new float[3 * WidthPx * HeightPx];
    }

    public int WidthPx { get; }

    public int HeightPx { get; }

    /// <summary>The last patch as sampled: B, G and R planes of 0–255.</summary>
    public ReadOnlySpan<float> Patch => _planes;

    /// <param name="toFrame">Takes a point of the input to the picture.</param>
    public void Fill(BgrView frame, Matrix3x2 toFrame, Edges edges, Interpolation interpolation = Interpolation.Linear)
    {
        Sampler.Sample(frame, toFrame, WidthPx, HeightPx, edges, interpolation, _planes);
        FromPatch();
    }

    /// <summary>Fills the input with the last patch, left and right exchanged.</summary>
    public void Mirror()
    {
        for (var row = 0; row < 3 * HeightPx; row++) _planes.AsSpan(row * WidthPx, WidthPx).Reverse();
        FromPatch();
    }

    private void FromPatch()
    {
        var preprocessing = _network.Manifest.Preprocessing;
        var size = WidthPx * HeightPx;
        if (preprocessing.Channels == ChannelOrder.Grey)
        {
            Sampler.Luma(_planes, _network.Input);
            Normalise(preprocessing, 0, _network.Input, _network.Input);
            return;
        }
        for (var channel = 0; channel < 3; channel++)
        {
            var from = preprocessing.Channels == ChannelOrder.Bgr ? channel : 2 - channel;
            Normalise(preprocessing, channel, _planes.AsSpan(from * size, size), _network.Input.Slice(channel * size, size));
        }
    }

    private static void Normalise(Preprocessing preprocessing, int channel, ReadOnlySpan<float> from, Span<float> into)
    {
        var scale = preprocessing.Scale / (preprocessing.Deviation?[channel] ?? 1);
        TensorPrimitives.Subtract(from, preprocessing.Mean[channel], into);
        TensorPrimitives.Multiply(into, scale, into);
    }
}
