namespace StudySpot.Edge.Vision.Engine;

/// <summary>How long an engine may take, and how often it may be replaced.</summary>
public sealed record WatchedEngineOptions
{
    /// <summary>One frame. A Pi 4 needs about a second on its worst frame; ten times the bar of the attempt is certainly stuck.</summary>
    public TimeSpan FrameBudget { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Loading and warming up; a TensorRT engine builds for minutes on its first start.</summary>
    public TimeSpan StartBudget { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Replacements in one <see cref="Window"/>; after them the engine rests until the window has passed.</summary>
    public int Restarts { get; init; } = 3;

    public TimeSpan Window { get; init; } = TimeSpan.FromMinutes(10);
}
