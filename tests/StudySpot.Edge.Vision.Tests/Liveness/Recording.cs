using StudySpot.Edge.Gate.Ports;
using StudySpot.Edge.Vision.Frames;

namespace StudySpot.Edge.Vision.Tests.Liveness;

/// <summary>A person who was asked for some movements and made them, ten frames a second: what a video of it holds.</summary>
internal static class Recording
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(100);

    /// <param name="reaction">From the question to the first sign of an answer.</param>
    /// <param name="flat">A tilted picture instead of a head; the pose looks the same.</param>
    public static IReadOnlyList<Observed> Of(IEnumerable<FaceHint> movements, TimeSpan from, TimeSpan reaction, bool flat = false, int seed = 31)
    {
        var face = new SyntheticFace(seed);
        var frames = new List<Observed>();
        void Add(double yaw, double pitch, float eyesOpen) => frames.Add(new Observed
        {
            Frame = frames.Count + 1,
            At = from + (Frame * (frames.Count + 1)),
            Pose = new HeadPose((float)yaw, (float)pitch, 0),
            EyesOpen = eyesOpen,
            // The synthetic head's pitch counts down, the engine's counts up.
            Landmarks = flat ? face.Picture(yaw, -pitch) : face.Head(yaw, -pitch),
        });
        foreach (var movement in movements)
        {
            for (var i = 0; i < reaction / Frame; i++) Add(0, 0, 0.95f);
            foreach (var part in new[] { 0.25, 0.5, 0.75, 1, 1, 0.6, 0.2, 0 })
            {
                Add(movement switch { FaceHint.TurnLeft => 24 * part, FaceHint.TurnRight => -24 * part, _ => 0 },
                    movement == FaceHint.Nod ? -20 * part : 0,
                    movement == FaceHint.Blink && part >= 0.75 ? 0.05f : 0.95f);
            }
        }
        return frames;
    }
}
