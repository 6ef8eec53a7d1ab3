namespace StudySpot.Edge.Gate.Health;

/// <summary>A bound with a way back, so that a value that trembles at the bound does not raise and clear a fault all day.</summary>
/// <param name="RaiseAt">The fault is raised here: at or above it when it lies above <paramref name="ClearAt"/>, otherwise at or below it.</param>
/// <param name="ClearAt">The fault is cleared at this value or beyond it.</param>
public readonly record struct HealthLimit(double RaiseAt, double ClearAt)
{
    /// <summary>Whether a value means a fault, given whether there is one already.</summary>
    public bool Exceeded(double value, bool before) => RaiseAt > ClearAt
        ? value >= RaiseAt || (before && value > ClearAt)
        : value <= RaiseAt || (before && value < ClearAt);
}
