namespace StudySpot.Edge.Vision.Runtime;

/// <summary>A model cannot be used; the message names the file and what to do. The gate goes on with codes only.</summary>
public sealed class ModelException : Exception
{
    public ModelException(string message) : base(message) { }

    public ModelException(string message, Exception inner) : base(message, inner) { }
}
