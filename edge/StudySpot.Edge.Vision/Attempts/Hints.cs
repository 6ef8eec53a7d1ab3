using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Vision.Frames;

namespace StudySpot.Edge.Vision.Attempts;

/// <summary>From what is wrong with a frame to what the person can do.</summary>
internal static class Hints
{
    /// <summary>The first that helps: who stands too far away is not asked to hold still.</summary>
    private static readonly (FaceFaults Fault, FaceHint Hint)[] InOrder =
    [
        (FaceFaults.SeveralFaces, FaceHint.OneAtATime),
        (FaceFaults.TooFar, FaceHint.ComeCloser),
        (FaceFaults.TooClose, FaceHint.StepBack),
        (FaceFaults.TooDark, FaceHint.TooDark),
        (FaceFaults.TooBright, FaceHint.TooBright),
        (FaceFaults.Covered, FaceHint.UncoverFace),
        (FaceFaults.LookAtCamera, FaceHint.LookAtCamera),
        (FaceFaults.EyesClosed, FaceHint.OpenEyes),
        (FaceFaults.Blurred, FaceHint.HoldStill),
    ];

    public static FaceHint For(FaceFaults faults) => InOrder.FirstOrDefault(pair => faults.HasFlag(pair.Fault)).Hint;

    /// <summary>The fault seen most often, ties in the order above; <see cref="FaceHint.LookAtCamera"/> when there was none.</summary>
    public static FaceHint For(IReadOnlyDictionary<FaceFaults, int> faults)
    {
        var worst = InOrder.Where(pair => faults.ContainsKey(pair.Fault)).OrderByDescending(pair => faults[pair.Fault]).FirstOrDefault();
        return worst.Hint == FaceHint.None ? FaceHint.LookAtCamera : worst.Hint;
    }
}
