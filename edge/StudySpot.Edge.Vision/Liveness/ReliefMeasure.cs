namespace StudySpot.Edge.Vision.Liveness;

/// <summary>What the movement of the 68 points over several frames says about depth.</summary>
/// <param name="TurnRadians">Root mean square of the turns that a head would need to move its points off the plane as seen.</param>
/// <param name="Residual">Root mean square of what plane, perspective and bending leave over, as a share of the face's size.</param>
/// <param name="Significance">Variance along the head's depth pattern over the variance across it: 1 for noise, large for a turning head.</param>
/// <param name="Agreement">Cosine between the depth pattern recovered from the tracks and that of a head, 0 to 1.</param>
/// <param name="Foreshortening">Largest change of the shape's width against its height between two frames, as a logarithm: how much whatever is seen was tilted.</param>
public readonly record struct ReliefMeasure(double TurnRadians, double Residual, double Significance, double Agreement, double Foreshortening);
