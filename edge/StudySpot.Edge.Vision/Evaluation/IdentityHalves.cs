namespace StudySpot.Edge.Vision.Evaluation;

/// <summary>Splits people into those whose pictures choose and those whose pictures report; nobody is in both. Always the same way.</summary>
public static class IdentityHalves
{
    /// <summary>By one bit of the name's FNV-1a hash (UTF-16 units), which knows nothing of the pictures.</summary>
    public static bool Chooses(string identity)
    {
        var hash = 2166136261u;
        foreach (var unit in identity) hash = unchecked((hash ^ unit) * 16777619u);
        return (hash >> 8 & 1) == 0;
    }
}
