namespace StudySpot.Cloud.Data;

/// <summary>Passwords of the three roles.</summary>
public sealed record RolePasswords(string Owner, string App, string Ingest)
{
    /// <summary>Without the passwords.</summary>
    public override string ToString() => nameof(RolePasswords);
}
