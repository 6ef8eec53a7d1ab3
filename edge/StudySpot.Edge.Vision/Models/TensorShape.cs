namespace StudySpot.Edge.Vision.Models;

/// <summary>Name and fixed shape of one input or output.</summary>
public sealed record TensorShape(string Name, long[] Shape);
