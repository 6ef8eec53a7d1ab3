namespace StudySpot.Edge.Sync;

/// <summary>A signed roster is not what its manifest says. Thrown inside the store's transaction, so that nothing of it stays.</summary>
public sealed class RosterMismatchException : Exception
{
    public RosterMismatchException(string message) : base(message) { }
    public RosterMismatchException(string message, Exception inner) : base(message, inner) { }
    public RosterMismatchException() { }
}
