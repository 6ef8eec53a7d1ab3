namespace StudySpot.Cloud.Data;

/// <summary>The database's history does not fit this release, or a migration failed; nothing of it was applied.</summary>
public sealed class MigrationException : Exception
{
    public MigrationException(string message) : base(message) { }
    public MigrationException(string message, Exception inner) : base(message, inner) { }
    public MigrationException() { }
}
