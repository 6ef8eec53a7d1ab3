namespace StudySpot.Edge.Commands;

/// <summary>What a command did, for those that have no report of their own.</summary>
/// <param name="Ok">False makes the command end with 1.</param>
/// <param name="Says">One sentence; names files and devices, never persons, codes or keys.</param>
/// <param name="Fix">What to do; null when all is well.</param>
/// <param name="Facts">Single findings by stable key.</param>
internal sealed record CommandAnswer(string Command, bool Ok, string Says, string? Fix = null, IReadOnlyDictionary<string, string>? Facts = null)
{
    public int ExitCode => Ok ? 0 : 1;
}
