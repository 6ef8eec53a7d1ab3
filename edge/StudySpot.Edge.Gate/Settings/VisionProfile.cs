namespace StudySpot.Edge.Gate.Settings;

/// <summary>What the board can do with faces. Whether a hall uses them is a matter of its policy and of consent.</summary>
public sealed record VisionProfile
{
    /// <summary>Off for boards that cannot keep up or have no camera.</summary>
    public bool Face { get; init; }

    /// <summary>When people are asked to move.</summary>
    public ChallengeWhen FaceChallenge { get; init; } = ChallengeWhen.NoMotion;

    /// <summary>Name of a set of models (models/README.md); null for the default set.</summary>
    public string? ModelSet { get; init; }

    /// <summary>What runs the networks, when the native library on the device has it.</summary>
    public ExecutionProvider Provider { get; init; } = ExecutionProvider.Cpu;

    /// <summary>Threads of the inference runtime; leave one core to the gate itself.</summary>
    public int Threads { get; init; } = 1;
}
