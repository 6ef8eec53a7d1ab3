namespace StudySpot.Edge.Vision.Runtime;

/// <summary>How networks are run.</summary>
public sealed record RuntimeOptions
{
    /// <summary>No setting of the gate changes it: other providers are there for boards that were not tried yet.</summary>
    public ExecutionProvider Provider { get; init; } = ExecutionProvider.Cpu;

    /// <summary>Threads inside one inference, 1–16.</summary>
    public int Threads { get; init; } = 1;
}
