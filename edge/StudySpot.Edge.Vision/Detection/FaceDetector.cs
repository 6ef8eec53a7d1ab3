using System.Numerics;
using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Images;
using StudySpot.Edge.Vision.Runtime;

namespace StudySpot.Edge.Vision.Detection;

/// <summary>
/// Finds faces with UltraFace (boxes decoded by the network, corners in [0, 1] of its input). The frame is shrunk into
/// the input without changing its shape, so that faces are as the network learned them. Not safe for concurrent use.
/// </summary>
public sealed class FaceDetector
{
    /// <summary>The packaged demo's own value (faceplugin lib/fr_detect.js, confidence_threshold).</summary>
    private const float LeastProbability = 0.65f;

    /// <summary>Boxes that overlap more are one face; lib/fr_detect.js, nms_threshold.</summary>
    private const float SameFaceOverlap = 0.4f;

    /// <summary>
    /// A face taller than this share of the frame is looked for again in a smaller copy: the largest anchor is 256 px wide
    /// in an input of 320 × 240, and boxes of faces that fill the input are cut off at its edges.
    /// </summary>
    private const float LargeFace = 0.45f;

    private readonly Network _network;
    private readonly NetworkInput _input;

    public FaceDetector(Network network)
    {
        _network = network;
        _input = new NetworkInput(network);
    }

    /// <summary>Faces in the frame, the largest first.</summary>
    public IReadOnlyList<FoundFace> Find(BgrView frame)
    {
        var found = Look(frame, 1);
        if (found.Count > 0 && found.Max(face => face.FaceInFrame.Height) < LargeFace * frame.HeightPx) return found;
        var smaller = Look(frame, 0.55f);
        return smaller.Count == 0 ? found : Merge([.. smaller, .. found]);
    }

    /// <param name="size">Side of the frame's copy inside the input; 1 fits it exactly.</param>
    private List<FoundFace> Look(BgrView frame, float size)
    {
        var toFrame = FrameInInput(frame, size);
        _input.Fill(frame, toFrame, Edges.Black);
        _network.Run();

        var probabilities = _network.Output(0);
        var boxes = _network.Output(1);
        var candidates = new List<FoundFace>();
        for (var i = 0; i * 2 < probabilities.Length; i++)
        {
            var probability = probabilities[i * 2 + 1];
            if (probability < LeastProbability) continue;
            var corners = boxes.Slice(i * 4, 4);
            var from = Vector2.Transform(new Vector2(corners[0] * _input.WidthPx, corners[1] * _input.HeightPx), toFrame);
            var to = Vector2.Transform(new Vector2(corners[2] * _input.WidthPx, corners[3] * _input.HeightPx), toFrame);
            if (to.X > from.X && to.Y > from.Y) candidates.Add(new FoundFace(new FaceBox(from.X, from.Y, to.X - from.X, to.Y - from.Y), probability));
        }
        return Merge(candidates);
    }

    private Matrix3x2 FrameInInput(BgrView frame, float size)
    {
        var scale = MathF.Max((float)frame.WidthPx / _input.WidthPx, (float)frame.HeightPx / _input.HeightPx) / size;
        var left = (frame.WidthPx - _input.WidthPx * scale) / 2;
        var top = (frame.HeightPx - _input.HeightPx * scale) / 2;
        // Half a pixel: box coordinates count edges, the sampler counts centres.
        return new Matrix3x2(scale, 0, 0, scale, left + (scale - 1) / 2, top + (scale - 1) / 2);
    }

    /// <summary>
    /// The likeliest box of each face, moved to the mean of the boxes that overlap it, weighted by probability: neighbouring
    /// anchors err independently, so their mean is steadier than the best of them.
    /// </summary>
    public static List<FoundFace> Merge(List<FoundFace> candidates)
    {
        candidates.Sort((a, b) => b.Probability.CompareTo(a.Probability));
        var taken = new bool[candidates.Count];
        var faces = new List<FoundFace>();
        for (var i = 0; i < candidates.Count; i++)
        {
            if (taken[i]) continue;
            var sum = Vector4.Zero;
            var weight = 0f;
            for (var j = i; j < candidates.Count; j++)
            {
                var box = candidates[j].FaceInFrame;
                if (taken[j] || candidates[i].FaceInFrame.Overlap(box) < SameFaceOverlap) continue;
                taken[j] = true;
                sum += new Vector4(box.Left, box.Top, box.Width, box.Height) * candidates[j].Probability;
                weight += candidates[j].Probability;
            }
            sum /= weight;
            faces.Add(new FoundFace(new FaceBox(sum.X, sum.Y, sum.Z, sum.W), candidates[i].Probability));
        }
        faces.Sort((a, b) => b.FaceInFrame.Area.CompareTo(a.FaceInFrame.Area));
        return faces;
    }
}
