namespace StudySpot.Edge.Gate.Settings;

/// <summary>When a person is asked to move before the gate believes the face (docs/faces.md, Liveness).</summary>
public enum ChallengeWhen
{
    /// <summary>Only when passive and geometric evidence leave it open. A sharp photograph on a screen, held still, may pass.</summary>
    Unsure,
    /// <summary>Also when nothing moved as a head moves within eight usable pictures: no still picture passes. A video may.</summary>
    NoMotion,
    /// <summary>Every time: the only one of the three that a recorded video does not pass.</summary>
    Always,
}
