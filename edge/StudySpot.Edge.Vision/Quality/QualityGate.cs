using System.Numerics;
using System.Numerics.Tensors;
using StudySpot.Edge.Vision.Alignment;
using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Images;

namespace StudySpot.Edge.Vision.Quality;

/// <summary>Decides whether a frame is good enough to match or enrol, and if not, what the person can do about it. Not safe for concurrent use.</summary>
public sealed class QualityGate(QualityLimits limits)
{
    private float[] _luma = [];

    /// <param name="aligned">B, G, R planes of the aligned face, square.</param>
    public FaceQuality Judge(BgrView frame, FaceBox faceInFrame, IReadOnlyList<FaceBox> boxes, ReadOnlySpan<Vector2> landmarks, HeadPose pose,
        float eyesOpenProbability, ReadOnlySpan<float> aligned, float embeddingLength)
    {
        var size = (int)MathF.Sqrt(aligned.Length / 3f);
        if (_luma.Length != size * size) _luma = new float[size * size];
        Sampler.Luma(aligned, _luma);
        var brightness = TensorPrimitives.Sum<float>(_luma) / _luma.Length;
        var sharpness = Sharpness(_luma, size);
        var eyeDistance = Vector2.Distance(FacePoints.LeftEye(landmarks), FacePoints.RightEye(landmarks));

        var faults = FaceFaults.None;
        if (eyeDistance < limits.LeastEyeDistancePx) faults |= FaceFaults.TooFar;
        if (ReachesBeyond(frame, landmarks)) faults |= FaceFaults.TooClose;
        if (brightness < limits.LeastBrightness) faults |= FaceFaults.TooDark;
        if (brightness > limits.MostBrightness) faults |= FaceFaults.TooBright;
        if (sharpness < limits.LeastSharpness) faults |= FaceFaults.Blurred;
        if (MathF.Abs(pose.YawDegrees) > limits.MostYawDegrees || MathF.Abs(pose.PitchDegrees) > limits.MostPitchDegrees
            || MathF.Abs(pose.RollDegrees) > limits.MostRollDegrees) faults |= FaceFaults.LookAtCamera;
        if (eyesOpenProbability < limits.LeastEyesOpenProbability) faults |= FaceFaults.EyesClosed;
        if (embeddingLength < limits.LeastEmbeddingLength) faults |= FaceFaults.Covered;
        if (boxes.Any(box => box != faceInFrame && box.Height >= limits.SimilarSize * faceInFrame.Height && box.Overlap(faceInFrame) < 0.1f)) faults |= FaceFaults.SeveralFaces;

        return new FaceQuality
        {
            Faults = faults,
            EyeDistancePx = eyeDistance,
            Brightness = brightness,
            Sharpness = sharpness,
            EmbeddingLength = embeddingLength,
            Weight = faults == FaceFaults.None ? Math.Clamp(embeddingLength / limits.FullEmbeddingLength, 0, 1) : 0,
        };
    }

    /// <summary>Variance of the Laplacian over the luma's own variance, which makes it independent of light and contrast.</summary>
    public static float Sharpness(ReadOnlySpan<float> luma, int size)
    {
        double sum = 0, squares = 0, sumLaplacian = 0, squaresLaplacian = 0;
        var count = 0;
        for (var y = 1; y < size - 1; y++)
        {
            var row = luma.Slice(y * size, size);
            var above = luma.Slice((y - 1) * size, size);
            var below = luma.Slice((y + 1) * size, size);
            for (var x = 1; x < size - 1; x++)
            {
                var laplacian = row[x - 1] + row[x + 1] + above[x] + below[x] - 4 * row[x];
                sum += row[x];
                squares += (double)row[x] * row[x];
                sumLaplacian += laplacian;
                squaresLaplacian += (double)laplacian * laplacian;
                count++;
            }
        }
        var variance = squares / count - sum / count * (sum / count);
        var laplacianVariance = squaresLaplacian / count - sumLaplacian / count * (sumLaplacian / count);
        return variance < 1 ? 0 : (float)(laplacianVariance / variance);
    }

    /// <summary>More than a tenth of the points lie outside the picture.</summary>
    private static bool ReachesBeyond(BgrView frame, ReadOnlySpan<Vector2> landmarks)
    {
        var outside = 0;
        foreach (var point in landmarks)
            if (point.X < 0 || point.Y < 0 || point.X >= frame.WidthPx || point.Y >= frame.HeightPx) outside++;
        return outside * 10 > landmarks.Length;
    }
}
