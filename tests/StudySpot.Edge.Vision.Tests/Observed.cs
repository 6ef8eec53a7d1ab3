using System.Numerics;
using StudySpot.Edge.Vision.Frames;
using StudySpot.Edge.Vision.Tests.Liveness;

namespace StudySpot.Edge.Vision.Tests;

/// <summary>What the engine would say of one frame, made up.</summary>
internal sealed record Observed
{
    public long Frame { get; init; } = 1;

    public TimeSpan At { get; init; }

    public FaceBox Box { get; init; } = new(240, 120, 160, 200);

    public Vector2[]? Landmarks { get; init; }

    public HeadPose Pose { get; init; }

    public float EyesOpen { get; init; } = 0.95f;

    public FaceFaults Faults { get; init; }

    public float Weight { get; init; } = 1;

    public float[] Embedding { get; init; } = [1];

    public float? Live { get; init; } = 0.999f;

    /// <summary>Timestamps are ticks, as <see cref="StudySpot.Testing.SettableTime"/> counts them.</summary>
    public FaceObservation Face => new()
    {
        FrameNumber = Frame,
        At = At.Ticks,
        FaceInFrame = Box,
        FaceProbability = 0.99f,
        LandmarksInFrame = Landmarks ?? Still,
        Pose = Pose,
        EyesOpenProbability = EyesOpen,
        Quality = new FaceQuality { Faults = Faults, EyeDistancePx = 60, Brightness = 120, Sharpness = 0.05f, Weight = Faults == FaceFaults.None ? Weight : 0 },
        Embedding = Embedding,
        LiveProbability = Live,
    };

    public FrameFaces InFrame => new(Frame, At.Ticks, [Box], Face);

    public static FrameFaces Nobody(long frame, TimeSpan at) => new(frame, at.Ticks, [], null);

    private static Vector2[] Still { get; } = new SyntheticFace(1).Head(0);
}
