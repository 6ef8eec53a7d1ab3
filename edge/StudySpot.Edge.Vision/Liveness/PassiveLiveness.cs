using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Images;
using StudySpot.Edge.Vision.Models;
using StudySpot.Edge.Vision.Runtime;

namespace StudySpot.Edge.Vision.Liveness;

/// <summary>
/// Asks fr_liveness whether a picture shows a live face (a square of raw pixels around it, 2.7 times its box and moved to
/// lie inside the picture) and <see cref="ScreenPattern"/> whether it shows a screen. Not safe for concurrent use.
/// </summary>
/// <remarks>
/// One crop a frame: crops shifted by 8 %, or 2.3 and 3.1 times the box, separate spoof-dev no better than this one does,
/// and three frames look three times anyway. The network knows prints and takes simulated screens for people, so the
/// lattice of a screen is looked for beside it (docs/faces.md).
/// </remarks>
public sealed class PassiveLiveness : IPassiveLiveness
{
    private readonly Network _network;
    private readonly ScreenPattern _screen = new();
    private readonly int _side;
    private readonly float _widening;

    /// <exception cref="ModelException">The network does not look at one square BGR picture.</exception>
    public PassiveLiveness(Network network)
    {
        _network = network;
        _widening = network.Manifest.Preprocessing.Widening;
        if (network.Manifest.Input.Shape is not [1, 3, var height, var width] || height != width || network.Manifest.Preprocessing.Channels != ChannelOrder.Bgr)
            throw new ModelException($"Model {network.Manifest.Name} must look at one square BGR picture. Correct its manifest.json.");
        _side = (int)width;
    }

    /// <inheritdoc/>
    public float LiveProbability(BgrView frame, FaceBox faceInFrame)
    {
        Fill(frame, Crop(frame, faceInFrame));
        _network.Run();
        // Softmax over live and the kinds of attack; class 0 is live.
        var classes = _network.Output(0);
        var most = float.NegativeInfinity;
        foreach (var value in classes) most = MathF.Max(most, value);
        var sum = 0f;
        foreach (var value in classes) sum += MathF.Exp(value - most);
        return MathF.Exp(classes[0] - most) / sum * _screen.LiveShare(frame, faceInFrame);
    }

    /// <summary>Widened as far as the picture allows, then moved inside it (faceplugin lib/fr_liveness.js, alignLivenessImage).</summary>
    private FaceBox Crop(BgrView frame, FaceBox face)
    {
        var (mostWidth, mostHeight) = (frame.WidthPx - 1f, frame.HeightPx - 1f);
        var widening = MathF.Min(_widening, MathF.Min(mostWidth / face.Width, mostHeight / face.Height));
        var (width, height) = (face.Width * widening, face.Height * widening);
        var left = Math.Clamp(face.Centre.X - (width / 2), 0, MathF.Max(0, mostWidth - width));
        var top = Math.Clamp(face.Centre.Y - (height / 2), 0, MathF.Max(0, mostHeight - height));
        return new FaceBox(left, top, width, height);
    }

    /// <summary>
    /// Two by two pixels a sample and no averaging, as the network was fed when it learned (cv.resize, INTER_LINEAR):
    /// averaging lowers live faces' log odds by half a unit and raises prints' by one.
    /// </summary>
    private void Fill(BgrView frame, FaceBox crop)
    {
        var input = _network.Input;
        var (stepX, stepY, plane) = (crop.Width / _side, crop.Height / _side, _side * _side);
        var (scale, mean) = (_network.Manifest.Preprocessing.Scale, _network.Manifest.Preprocessing.Mean);
        for (var y = 0; y < _side; y++)
        {
            var atY = Math.Clamp(crop.Top + ((y + 0.5f) * stepY) - 0.5f, 0, frame.HeightPx - 1.001f);
            var row = (int)atY;
            var top = frame.Row(row);
            var bottom = frame.Row(Math.Min(row + 1, frame.HeightPx - 1));
            var down = atY - row;
            for (var x = 0; x < _side; x++)
            {
                var atX = Math.Clamp(crop.Left + ((x + 0.5f) * stepX) - 0.5f, 0, frame.WidthPx - 1.001f);
                var column = (int)atX;
                var (left, right, across) = (column * 3, Math.Min(column + 1, frame.WidthPx - 1) * 3, atX - column);
                for (var channel = 0; channel < 3; channel++)
                {
                    var above = top[left + channel] + (across * (top[right + channel] - top[left + channel]));
                    var below = bottom[left + channel] + (across * (bottom[right + channel] - bottom[left + channel]));
                    input[(channel * plane) + (y * _side) + x] = (above + (down * (below - above)) - mean[channel]) * scale;
                }
            }
        }
    }
}
