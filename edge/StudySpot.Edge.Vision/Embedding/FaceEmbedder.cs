using System.Numerics;
using System.Numerics.Tensors;
using StudySpot.Edge.Vision.Alignment;
using StudySpot.Edge.Vision.Gallery;
using StudySpot.Edge.Vision.Images;
using StudySpot.Edge.Vision.Models;
using StudySpot.Edge.Vision.Runtime;

namespace StudySpot.Edge.Vision.Embedding;

/// <summary>
/// Turns an aligned face into a unit vector: the sum of the network's answers to the face and its mirror image, seen at
/// several sizes and places; joined embeddings follow as further coordinates. Not safe for concurrent use.
/// </summary>
public sealed class FaceEmbedder
{
    private readonly Part[] _parts;
    private readonly View[] _views;
    private readonly LengthCoordinate? _lengthCoordinate;

    /// <exception cref="ModelException">An output is not one vector.</exception>
    public FaceEmbedder(Network network, IReadOnlyList<(Network Network, float Weight)> joined, EmbeddingViews views)
    {
        _parts = [new Part(network, 1), .. joined.Select(other => new Part(other.Network, other.Weight))];
        _views = View.Of(views);
        _lengthCoordinate = network.Manifest.LengthCoordinate;
        var length = _parts.Sum(part => part.Length) + (_lengthCoordinate is null ? 0 : 1);
        Length = (length + UnitVector.Granule - 1) / UnitVector.Granule * UnitVector.Granule;
    }

    /// <summary>Coordinates of an embedding, filled up with zeros to what the gallery's arithmetic asks for.</summary>
    public int Length { get; }

    /// <summary>The aligned face as last seen by the first network: B, G and R planes of 0–255, 112 × 112 for the packaged one.</summary>
    public ReadOnlySpan<float> AlignedFace => _parts[0].Aligned;

    /// <param name="toFrame">From <see cref="FaceAlignment.ToFrame"/>.</param>
    /// <param name="rawLength">Length of the first network's answer before it was made a unit vector.</param>
    public float[] Embed(BgrView frame, Matrix3x2 toFrame, out float rawLength)
    {
        var embedding = new float[Length];
        var at = 0;
        rawLength = 0;
        foreach (var part in _parts)
        {
            var own = embedding.AsSpan(at, part.Length);
            foreach (var view in _views) part.Add(frame, view.Of(toFrame), own);
            var length = TensorPrimitives.Norm<float>(own);
            if (at == 0) rawLength = length / (2 * _views.Length);
            // Weighted so, the dot product of two joined embeddings is the weighted mean of their parts' similarities.
            TensorPrimitives.Multiply(own, MathF.Sqrt(part.Weight / _parts.Sum(p => p.Weight)) / MathF.Max(length, 1e-12f), own);
            at += part.Length;
        }
        if (_lengthCoordinate is { } coordinate)
        {
            // Bounded, so that no face is left without a face in its embedding.
            var t = Math.Clamp(coordinate.Offset - coordinate.Slope * MathF.Log(MathF.Max(rawLength, 1e-6f) / coordinate.Typical), 0.02f, 0.8f);
            TensorPrimitives.Multiply(embedding.AsSpan(0, at), MathF.Sqrt(1 - t * t), embedding.AsSpan(0, at));
            embedding[at] = t;
        }
        return embedding;
    }

    private sealed class Part
    {
        private readonly Network _network;
        private readonly NetworkInput _input;
        private readonly float[] _aligned;
        private readonly Matrix3x2 _toTemplate;

        public Part(Network network, float weight)
        {
            (_network, Weight) = (network, weight);
            _input = new NetworkInput(network);
            if (network.Manifest.Outputs is not [{ Shape: [1, var length] }])
                throw new ModelException($"Model {network.Manifest.Name}: an embedding has one output of 1×length. Correct its manifest.json.");
            Length = (int)length;
            _aligned = new float[_input.Patch.Length];
            // A larger input shows the same part of the face in more pixels; widening shows more of the head.
            var scale = FaceAlignment.TemplateSize * network.Manifest.Preprocessing.Widening / _input.WidthPx;
            var offset = (FaceAlignment.TemplateSize - 1) / 2f - scale * (_input.WidthPx - 1) / 2f;
            _toTemplate = new Matrix3x2(scale, 0, 0, scale, offset, offset);
        }

        public float Weight { get; }

        public int Length { get; }

        public ReadOnlySpan<float> Aligned => _aligned;

        public void Add(BgrView frame, Matrix3x2 toFrame, Span<float> sum)
        {
            _input.Fill(frame, _toTemplate * toFrame, Edges.Black, Interpolation.Cubic);
            _input.Patch.CopyTo(_aligned);
            _network.Run();
            TensorPrimitives.Add(sum, _network.Output(0), sum);
            _input.Mirror();
            _network.Run();
            TensorPrimitives.Add(sum, _network.Output(0), sum);
        }
    }

    /// <summary>One way to look at the aligned face: size about the template's centre and shift in its pixels.</summary>
    private readonly record struct View(float Size, float ShiftX, float ShiftY)
    {
        public static View[] Of(EmbeddingViews views) => views switch
        {
            EmbeddingViews.Face => [new(1, 0, 0)],
            EmbeddingViews.Several => [new(0.97f, -1, 1), new(1.04f, 1, -1), new(1, 0, 0)],
            _ => throw new ArgumentOutOfRangeException(nameof(views)),
        };

        public Matrix3x2 Of(Matrix3x2 toFrame)
        {
            var centre = new Vector2((FaceAlignment.TemplateSize - 1) / 2f);
            return Matrix3x2.CreateScale(Size, centre) * Matrix3x2.CreateTranslation(ShiftX, ShiftY) * toFrame;
        }
    }
}
