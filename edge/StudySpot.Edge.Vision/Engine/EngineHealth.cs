namespace StudySpot.Edge.Vision.Engine;

/// <summary>Whether faces can be looked at; without, the gate reads codes only.</summary>
/// <param name="Problem">What is wrong and what to do; null when ready. Names files and models, never people.</param>
public sealed record EngineHealth(bool IsReady, string? Problem);
