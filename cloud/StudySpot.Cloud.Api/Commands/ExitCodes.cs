namespace StudySpot.Cloud.Api.Commands;

/// <summary>Exit codes of docs/configuration.md.</summary>
internal static class ExitCodes
{
    public const int Clean = 0;
    public const int WrongCommandLine = 64;
    public const int Bug = 70;
    public const int Unreachable = 74;
    public const int WrongSettings = 78;
}
