namespace StudySpot.Edge.Gate.Settings;

/// <summary>What the gate's executables end with (docs/configuration.md); the numbers are those of sysexits.h.</summary>
public static class ExitCodes
{
    public const int Clean = 0;
    public const int WrongCommandLine = 64;
    public const int Bug = 70;
    /// <summary>A part that is needed cannot be reached at start.</summary>
    public const int PartMissing = 74;
    public const int WrongSettings = 78;
}
