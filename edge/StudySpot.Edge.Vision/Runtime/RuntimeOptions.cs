namespace StudySpot.Edge.Vision.Runtime;

/// <summary>How networks are run; from the gate's settings and its device profile.</summary>
public sealed record RuntimeOptions
{
    public ExecutionProvider Provider { get; init; } = ExecutionProvider.Cpu;

    /// <summary>Threads inside one inference, 1–16.</summary>
    public int Threads { get; init; } = 1;
}
