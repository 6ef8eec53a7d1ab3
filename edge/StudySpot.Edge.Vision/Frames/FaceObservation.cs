using System.Numerics;

namespace StudySpot.Edge.Vision.Frames;

/// <summary>One face in one frame: all that is kept of a picture. Immutable and safe to share; the picture itself is gone.</summary>
public sealed record FaceObservation
{
    /// <summary>Number of points in <see cref="LandmarksInFrame"/>: the order of iBUG 300-W.</summary>
    public const int LandmarkCount = 68;

    /// <summary>The camera's number of the frame; gaps are frames nobody looked at.</summary>
    public required long FrameNumber { get; init; }

    /// <summary>Timestamp (<see cref="TimeProvider.GetTimestamp"/>) at which the frame's last byte came.</summary>
    public required long At { get; init; }

    public required FaceBox FaceInFrame { get; init; }

    /// <summary>Probability of being a face at all, from the detector, in [0, 1].</summary>
    public required float FaceProbability { get; init; }

    /// <summary>68 points in pixels of the frame, in the order of iBUG 300-W: jaw 0–16, brows 17–26, nose 27–35, eyes 36–47, mouth 48–67.</summary>
    public required ReadOnlyMemory<Vector2> LandmarksInFrame { get; init; }

    public required HeadPose Pose { get; init; }

    /// <summary>Probability that both eyes are open, in [0, 1].</summary>
    public required float EyesOpenProbability { get; init; }

    public required FaceQuality Quality { get; init; }

    /// <summary>Unit vector; the dot product of two is their similarity. Empty when the face was too poor to embed.</summary>
    public required ReadOnlyMemory<float> Embedding { get; init; }

    /// <summary>Passive liveness: probability that the frame shows a head and not a picture of one. Null when nobody asked.</summary>
    public float? LiveProbability { get; init; }

    public bool HasEmbedding => !Embedding.IsEmpty;

    /// <summary>Can be matched: good enough, embedded, and looked at for liveness.</summary>
    public bool IsUsable => Quality.IsUsable && HasEmbedding && LiveProbability is not null;
}
