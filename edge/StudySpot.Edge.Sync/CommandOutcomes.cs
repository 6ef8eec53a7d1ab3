namespace StudySpot.Edge.Sync;

/// <summary>Names of <see cref="Contracts.CommandResult.Outcome"/>.</summary>
internal static class CommandOutcomes
{
    public const string Done = "done";
    public const string Expired = "expired";
    public const string Refused = "refused";
    public const string Failed = "failed";
}
