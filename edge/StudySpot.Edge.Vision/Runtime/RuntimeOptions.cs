using StudySpot.Edge.Gate.Settings;

namespace StudySpot.Edge.Vision.Runtime;

/// <summary>How networks are run.</summary>
public sealed record RuntimeOptions
{
    /// <summary>Anything but the processor needs a native library that was built with it; without, opening a model fails and says so.</summary>
    public ExecutionProvider Provider { get; init; } = ExecutionProvider.Cpu;

    /// <summary>Threads inside one inference, 1–16.</summary>
    public int Threads { get; init; } = 1;
}
